using System.Net.Sockets;

namespace CoListen.Tests.Attacks;

/// <summary>Callers that begin a request and never end it ("slowloris").</summary>
public sealed class SlowSendersTests
{
    private const int Each = 300;

    [Fact(Timeout = 180_000)]
    [Trait("Takes", "long")]
    public async Task Requests_without_an_end_hold_up_nobody_and_are_ended()
    {
        await using var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana");
        var alone = await Measured.P99MsAsync(100, SeekAsync);
        string[] beginnings =
        [
            "GET /snapshot HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            "POST /pair HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 16000\r\n\r\n{",
            "POST /pair HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        ];
        var sockets = new List<Socket>();
        using var all = new Disposables(sockets);
        foreach (var beginning in beginnings.SelectMany(text => Enumerable.Repeat(Encoding.ASCII.GetBytes(text), Each)))
        {
            sockets.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
            await sockets[^1].ConnectAsync(server.Url.Host, server.Url.Port, TestContext.Current.CancellationToken);
            await sockets[^1].SendAsync(beginning, TestContext.Current.CancellationToken);
        }

        var beside = await Measured.P99MsAsync(100, SeekAsync);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(sockets.Select(EndAsync));

        Figures.Note(
            "Requests that never end",
            $"{sockets.Count} of {sockets.Count} ended, the last after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; p99 of a "
            + $"command beside them {beside / alone:0.0} times that without");

        async Task SeekAsync() => Assert.Equal(HttpStatusCode.OK, (await ana.SendAsync("seek", new { positionSec = 1 })).Status);
    }

    private static async Task EndAsync(Socket socket)
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Closed without a word.
        }
    }
}
