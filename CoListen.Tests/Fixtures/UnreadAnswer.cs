using System.Net.Sockets;

namespace CoListen.Tests.Fixtures;

/// <summary>Requests whose answers are not read, so that they stay with the server.</summary>
internal static class UnreadAnswer
{
    private const int SmallBuffer = 4096;

    /// <summary>Asks for a path with a phone's token.</summary>
    /// <returns>The connection, to be read or not.</returns>
    public static async Task<Socket> AskAsync(Uri server, string token, string path)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = SmallBuffer };
        await socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        return socket;
    }
}
