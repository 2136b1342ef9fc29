using System.Net.Sockets;

namespace CoListen.Tests.Security;

/// <summary>Requests that no client library would send, byte for byte.</summary>
public sealed class HostileRequestTests(SharedServer shared)
{
    private static readonly string[] Ids =
    [
        "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "..%5c..%5cwindows", "....//....//etc/passwd",
        "%2fetc%2fpasswd",
        "%00", "a%00b", "%0d%0aSet-Cookie:%20x=y", "%ff%fe", "%", "%zz", "%u0041", "\u00e9", "%F0%9F%8E%B5", "%ED%A0%80", "con",
        "file:%2f%2f%2fetc%2fpasswd",
        "'%20or%201=1--", "<script>", "{trackId}", "*", "~root", "$(id)", "%60id%60", "|id", ";id", "0x0", "-1", "null", "undefined",
        "NaN", "a/b/c",
        new('0', 32), new('f', 64), new('a', 4000), "0123456789ABCDEF0123456789ABCDEF",
    ];

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1.5", "1e9", "9223372036854775807", "9223372036854775808", "NaN", "null", "\u00ff\u00fe", "\t", ",", ";;;",
        "=", "\"", "*", "W/\"",
        "bytes=", "bytes=-", "bytes=0-0,1-1", "bytes=9-1", "bytes=-9223372036854775808", "Bearer .", "colisten=.; colisten=a.b",
        "application/json; charset=\"x",
        "%00", "<script>", "{}", new('a', 6000),
    ];

    private static readonly string[] Headers =
    [
        "Host", "Origin", "Cookie", "Authorization", "If-Match-Event", "Last-Event-ID", "Range", "If-Range", "If-None-Match",
        "If-Modified-Since", "Content-Type",
        "Content-Length", "Transfer-Encoding", "Accept", "Accept-Encoding", "Expect", "Upgrade", "X-Forwarded-For",
        "X-HTTP-Method-Override",
    ];

    [Fact]
    public async Task No_id_breaks_the_server_or_leads_out_of_the_library()
    {
        using var phone = await shared.Server.PairAsync();
        var token = phone.Token;

        foreach (var route in new[] { "file", "cover", "host/cover" })
        {
            foreach (var id in Ids)
            {
                var answer = await Send(
                    $"GET /{route}/{id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");
                Assert.True(Status(answer) is >= 400 and < 500, $"{route}/{id}: {answer}");
                Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
                Assert.DoesNotContain("Set-Cookie", answer, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task No_header_breaks_the_server()
    {
        using var phone = await shared.Server.PairAsync();
        var token = phone.Token;

        foreach (var header in Headers)
        {
            foreach (var value in Values)
            {
                var host = header == "Host" ? "" : "Host: localhost\r\n";
                var authorization = header == "Authorization" ? "" : $"Authorization: Bearer {token}\r\n";
                foreach (var request in new[] { "GET /index", "POST /play" })
                {
                    var answer = await Send($"{request} HTTP/1.1\r\n{host}{authorization}{header}: {value}\r\nConnection: close\r\n\r\n");
                    Assert.True(Status(answer) is >= 200 and < 500, $"{request} {header}: {value}: {answer}");
                    Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>The status; 400 for a connection that was closed without a word.</summary>
    private static int Status(string answer) =>
        answer.Length == 0 ? 400 : int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> Send(string request)
    {
        var end = TestContext.Current.CancellationToken;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(shared.Server.Url.Host, shared.Server.Url.Port, end);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), end);

        // Nothing follows: a request that promised a body is not waited for.
        socket.Shutdown(SocketShutdown.Send);
        var answer = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            while (await socket.ReceiveAsync(buffer, end) is > 0 and var count)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            // Closed in our face, which is an answer as well.
        }

        return answer.ToString();
    }
}
