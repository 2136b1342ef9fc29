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
                Assert.True(answer.Length > 0 && RawRequest.StatusOf(answer) is >= 400 and < 500, $"{route}/{id}: {answer}");
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
                    Assert.True(RawRequest.StatusOf(answer) is >= 200 and < 500, $"{request} {header}: {value}: {answer}");
                    Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
                }
            }
        }
    }

    private Task<string> Send(string request) => RawRequest.SendAsync(shared.Server.Url, Encoding.Latin1.GetBytes(request));
}
