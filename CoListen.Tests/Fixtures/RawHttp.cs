using System.Net.Sockets;

namespace CoListen.Tests.Fixtures;

/// <summary>Requests that no client library would send, byte for byte.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request that asks for its connection to be closed.</summary>
    /// <returns>The whole answer; empty when there was none.</returns>
    public static async Task<string> SendAsync(Uri server, string request)
    {
        var end = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, end);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), end);
        using var answer = new StreamReader(client.GetStream(), Encoding.Latin1);
        return await answer.ReadToEndAsync(end);
    }
}
