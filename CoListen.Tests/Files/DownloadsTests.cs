using System.Net.Sockets;
using CoListen.Api.Security;

namespace CoListen.Tests.Files;

public sealed class DownloadsTests : IAsyncLifetime
{
    private const long Large = 256L * 1024 * 1024;

    private readonly TestServer server = TestServer.Start();
    private TestPhone ana = null!;
    private TestPhone ben = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (ana, ben) = (await server.PairAsync("Ana"), await server.PairAsync("Ben"));

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        ben.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_fifth_download_at_once_waits_and_other_clients_do_not()
    {
        var path = "/file/" + await server.AddAsync(ana, "large.wav", [], Large);

        var running = new List<HttpResponseMessage>();
        for (var i = 0; i < RateLimits.PerClient; i++)
        {
            running.Add(await ana.Get(path));
        }

        using var fifth = await ana.Get(path);
        using var other = await ben.Get(path);
        using var head = await ana.Ask(HttpMethod.Head, path, content: null);

        Assert.All(running, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await fifth.IsProblem(HttpStatusCode.TooManyRequests, "too-many-downloads");
        Assert.Equal("1", fifth.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);

        // A download that is given up gives its place back, as soon as the server notices.
        running.ForEach(answer => answer.Dispose());
        for (var next = HttpStatusCode.TooManyRequests; next == HttpStatusCode.TooManyRequests;)
        {
            using var answer = await ana.Get(path, ("Range", "bytes=0-9"));
            next = answer.StatusCode;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task How_far_a_download_is_reaches_those_who_wait_for_it()
    {
        var track = await server.AddAsync(ana, "large.wav", [], Large);
        await using var heard = await ana.ListenAsync();
        await using var other = await ben.ListenAsync();
        await other.UntilAsync("snapshot");
        await ana.SendAsync("play", new { positionSec = 0 });
        await ana.SendAsync("ack-download", new { trackId = track });

        using var download = await ben.Get($"/file/{track}");
        await using var body = await download.Content.ReadAsStreamAsync(Cancel);
        await body.ReadExactlyAsync(new byte[Large / 2], Cancel);

        await heard.UntilAsync("barrier.progress", progress => progress.Payload["waiting"]!.AsArray()
            .Any(waiting => (string)waiting!["clientId"]! == ben.ClientId && (int)waiting["percent"]! is >= 50 and < 100));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_room_waits_for_is_sent_before_what_it_will_play_later()
    {
        var awaited = await server.AddAsync(ana, "large.wav", [], Large);
        var later = await server.AddAsync(ana, "later.wav", [], Large);
        await using var heard = await ana.ListenAsync();
        await using var other = await ben.ListenAsync();
        await ana.SendAsync("play", new { positionSec = 0 });
        await other.UntilAsync("barrier.open");

        using var first = await ben.Get($"/file/{awaited}");
        using var second = await ana.Get($"/file/{later}");
        await using var now = await first.Content.ReadAsStreamAsync(Cancel);
        await using var soon = await second.Content.ReadAsStreamAsync(Cancel);
        var taken = 0L;
        var all = Task.Run(
            async () =>
            {
                for (var buffer = new byte[256 * 1024]; await soon.ReadAsync(buffer, Cancel) is > 0 and var read;)
                {
                    Interlocked.Add(ref taken, read);
                }
            },
            Cancel);
        await now.ReadExactlyAsync(new byte[Large], Cancel);

        Assert.InRange(Interlocked.Read(ref taken), 0, Large / 4);
        await ben.SendAsync("ack-download", new { trackId = awaited });
        await all;
        Assert.Equal(Large, taken);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_a_download_that_breaks_off_no_more_counts_as_served()
    {
        const int piece = 256 * 1024;
        var track = await server.AddAsync(ana, "large.wav", [], 8 * piece);
        using var served = server.Collect<long>("colisten.files.served");
        using var requests = server.Collect<double>("http.server.request.duration", "Microsoft.AspNetCore.Hosting");
        var request = Encoding.ASCII.GetBytes(
            $"GET /file/{track} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {ana.Token}\r\nAccept-Encoding: gzip\r\n\r\n");

        // Several, because it is a race whether the server hears of the end or of room for more.
        for (var download = 1; download <= 10; download++)
        {
            // Takes two pieces but for a rest that the network takes by itself; a small buffer, or it takes the third piece, too.
            using (var phone = new TcpClient { ReceiveBufferSize = 8 * 1024 })
            {
                await phone.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
                var stream = phone.GetStream();
                await stream.WriteAsync(request, Cancel);
                await stream.ReadExactlyAsync(new byte[2 * piece * 7 / 8], Cancel);
                await served.WaitForMeasurementsAsync(2, Cancel);
            }

            await requests.WaitForMeasurementsAsync(download, Cancel);
            Assert.Equal(2 * piece, served.GetMeasurementSnapshot(clear: true).Sum(one => one.Value));
        }
    }
}
