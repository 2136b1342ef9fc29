using System.Net.Sockets;

namespace CoListen.Tests.Fixtures;

/// <summary>Requests byte for byte, as no client library would send them.</summary>
internal static class RawRequest
{
    private const int MaxAnswer = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static CancellationToken End => TestContext.Current.CancellationToken;

    /// <summary>
    /// Sends bytes that ask for the end of the connection, or are refused, and reads until the server closes, or for 64 KiB.
    /// </summary>
    /// <returns>What came, in Latin-1; empty if the connection was closed without a word.</returns>
    public static Task<string> SendAsync(Uri server, byte[] request) => SendAsync(server, request, isWhole: true);

    /// <summary>
    /// Sends any bytes and reads the first piece of an answer. Where none has come after a while, it says that no more bytes will follow:
    /// not before, as a server does not answer who seems to have gone.
    /// </summary>
    /// <inheritdoc cref="SendAsync(Uri, byte[])"/>
    public static Task<string> BeginAsync(Uri server, byte[] request) => SendAsync(server, request, isWhole: false);

    /// <summary>The status; 400 for a connection that was closed without a word.</summary>
    public static int StatusOf(string answer) =>
        answer.Length == 0 ? 400 : int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);

    private static async Task<string> SendAsync(Uri server, byte[] request, bool isWhole)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port, End);
        var answer = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            await socket.SendAsync(request, End);
            if (!isWhole && !await AnswersAsync(socket)) socket.Shutdown(SocketShutdown.Send);
            while (answer.Length < MaxAnswer && await socket.ReceiveAsync(buffer, End) is > 0 and var count)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
                if (!isWhole) break;
            }
        }
        catch (SocketException)
        {
            // Closed in our face, which is an answer as well.
        }

        return answer.ToString();
    }

    private static async Task<bool> AnswersAsync(Socket socket)
    {
        var first = socket.ReceiveAsync(Array.Empty<byte>(), End).AsTask();
        return await Task.WhenAny(first, Task.Delay(Patience, End)) == first;
    }
}
