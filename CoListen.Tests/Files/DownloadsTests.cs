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
}
