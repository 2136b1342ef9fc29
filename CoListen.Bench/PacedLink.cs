using System.Net.Http.Headers;
using System.Net.Sockets;

namespace CoListen.Bench;

/// <summary>A network that all phones share, such as one access point: so many bytes a second, one chunk of each in turn.</summary>
internal sealed class PacedLink(double bytesPerSec) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>A busy machine wakes the link late: so much it makes up for.</summary>
    private const double MaxLateSec = 0.1;

    private readonly SemaphoreSlim turn = new(1);
    private readonly long began = Stopwatch.GetTimestamp();
    private double freeAtSec;

    /// <summary>Takes a whole file over the link.</summary>
    public async Task TakeAsync(HttpClient http, string path, AuthenticationHeaderValue phone, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = phone;
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[ChunkBytes];
        while (await body.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancel) is > 0 and var read)
        {
            await CarryAsync(read, cancel);
        }
    }

    /// <summary>A client whose connections take no more from the server than the link carries, but for a small buffer.</summary>
    public static HttpClient Client(Uri address) => new(new SocketsHttpHandler
    {
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4 * ChunkBytes };

            // As on a network; loopback's own segments of 64 KB fill the buffer.
            socket.SetRawSocketOption(6, 2, BitConverter.GetBytes(1460));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = address };

    public void Dispose() => turn.Dispose();

    private async Task CarryAsync(int bytes, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var nowSec = Stopwatch.GetElapsedTime(began).TotalSeconds;
            freeAtSec = Math.Max(freeAtSec, nowSec - MaxLateSec) + (bytes / bytesPerSec);

            // A timer is not exact: what the link owes is paid in steps that it can keep.
            if (freeAtSec - nowSec > 0.002) await Task.Delay(TimeSpan.FromSeconds(freeAtSec - nowSec), cancel);
        }
        finally
        {
            turn.Release();
        }
    }
}
