using System.Net.Http.Headers;
using System.Net.Sockets;

namespace CoListen.Bench;

/// <summary>What phones that stop reading their streams cost the others.</summary>
internal static class Stalled
{
    private const int Phones = 100;

    /// <summary>More than the system and the server keep of a stream that nobody reads: it is ended meanwhile.</summary>
    private const int Many = 600;

    public static async Task RunAsync()
    {
        await using var server = await ServerUnderTest.CoListenAsync(Music.OneSong);
        await using var alike = await ServerUnderTest.CoListenAsync(Music.OneSong);
        using var listeners = await OpenAsync(server);
        using var others = await OpenAsync(alike);
        foreach (var stalled in new[] { 1, 50 })
        {
            var phones = await Task.WhenAll(Enumerable.Range(0, stalled).Select(_ => server.PairAsync()));
            var (ours, baseline) = await Report.AlternateAsync(
                () => MeasureAsync(server, listeners, phones), () => MeasureAsync(alike, others, []), warmUps: 1);
            Report.Add($"command on {Phones} phones, {stalled} more stopped reading", ours, baseline, "ms", Gate.AtMost(1.1));
        }
    }

    private static async Task<Listeners> OpenAsync(ServerUnderTest server)
    {
        var listeners = await Listeners.OpenAsync(server, Phones, server.PairAsync);
        server.Http.DefaultRequestHeaders.Authorization = await server.PairAsync();
        await server.ScannedAsync(songs: 1);
        return listeners;
    }

    private static async Task<double> MeasureAsync(ServerUnderTest server, Listeners listeners, AuthenticationHeaderValue[] phones)
    {
        var sockets = new List<Socket>();
        foreach (var phone in phones)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
            sockets.Add(socket);
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"GET /events HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: {phone}\r\n\r\n"));
            // The head of the answer, and no more.
            await socket.ReceiveAsync(new byte[64]);
        }

        var took = await FanOut.MedianAsync(server, listeners, Many);
        sockets.ForEach(socket => socket.Dispose());
        return took;
    }
}
