using System.Net.Sockets;

namespace CoListen.Tests.Attacks;

/// <summary>
/// Requests that a proxy before the server could read otherwise (RFC 9112, section 11.2), too large ones, and ones without an end.
/// </summary>
public sealed class AmbiguousRequestsTests(SharedServer shared)
{
    private const string Smuggled = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private const string Post = "POST /play HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static readonly TimeSpan DribbleEvery = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}")]
    [InlineData("Content-Length: 2, 30\r\n\r\n{}")]
    [InlineData("Content-Length: -2\r\n\r\n{}")]
    [InlineData("Content-Length: 0x2\r\n\r\n{}")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n{}")]
    [InlineData("Content-Length : 2\r\n\r\n{}")]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n\r\n\r\n")]
    [InlineData("X-Folded: a\r\n b: c\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("Host: evil.example\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("X-Nul: a\0b\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("X-Return: a\rb\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task What_can_be_read_in_two_ways_is_refused_and_what_follows_is_not_answered(string rest)
    {
        var answer = await SendAsync(Post + rest + Smuggled);

        Assert.NotEmpty(answer);
        Assert.InRange(RawRequest.StatusOf(answer), 400, 499);
        Assert.True(answer.Split("HTTP/1.1 ").Length <= 2, answer);
    }

    /// <summary>RFC 9110, section 8.6, has no signs there. Kestrel takes them, and nobody reads it as another number.</summary>
    [Fact]
    public async Task Where_a_length_has_a_plus_it_is_that_length()
    {
        var answer = await SendAsync(Post + "Content-Length: +2\r\n\r\n{}" + Smuggled);

        Assert.Equal(401, RawRequest.StatusOf(answer));
        Assert.Contains("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_length_stands_beside_chunks_the_chunks_count_and_the_connection_ends()
    {
        var answer = await SendAsync(Post + "Content-Length: 200\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + Smuggled);

        Assert.Equal(401, RawRequest.StatusOf(answer));
        Assert.Equal(2, answer.Split("HTTP/1.1 ").Length);
    }

    [Fact]
    public async Task A_body_has_at_most_16_KiB_however_it_comes()
    {
        const int limit = 16 * 1024;
        using var phone = await shared.Server.PairAsync();
        foreach (var (bytes, type) in new[] { (limit, "bad-json"), (limit + 1, "too-large") })
        {
            var body = new string('x', bytes);
            using var answer = await phone.Post("/play", body, ("If-Match-Event", "0"));
            Assert.Equal(type, (await answer.Json()).GetProperty("type").GetString());
        }

        // It counts the lengths of the chunks as well.
        var chunks = string.Concat(Enumerable.Repeat($"1000\r\n{new string(' ', 0x1000)}\r\n", 4));
        var head = Post
            + $"Authorization: Bearer {phone.Token}\r\nIf-Match-Event: 0\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        Assert.InRange(RawRequest.StatusOf(await SendAsync($"{head}{chunks}2\r\n{{}}\r\n0\r\n\r\n")), 400, 499);
    }

    [Theory]
    [InlineData(90, 10, HttpStatusCode.OK)]
    [InlineData(101, 10, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    [InlineData(10, 2_000, HttpStatusCode.OK)]
    [InlineData(10, 4_000, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task Headers_are_at_most_100_and_32_KiB(int count, int bytes, HttpStatusCode status)
    {
        using var stranger = shared.Server.Stranger();
        var headers = Enumerable.Range(0, count).Select(i => ($"X-{i}", new string('x', bytes)));

        using var answer = await stranger.Get("/health", [.. headers]);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_line_has_at_most_8_KiB()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/" + new string('x', 8 * 1024));

        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.StatusCode);
    }

    /// <summary>As slowloris does: a byte a second, of a header, a body and a chunk.</summary>
    [Theory(Timeout = 600_000)]
    [Trait("Takes", "long")]
    [InlineData("headers", "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "x")]
    [InlineData("bodies", Post + "Content-Length: 10000\r\n\r\n", " ")]
    [InlineData("chunks", Post + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n")]
    public async Task Three_hundred_that_never_end_are_cut_and_keep_nobody_waiting(string what, string beginning, string more)
    {
        const int many = 300;
        await using var server = TestServer.Start(songs: 1);
        using var phone = await server.PairAsync();
        var began = Stopwatch.GetTimestamp();
        var slow = Enumerable.Range(0, many).Select(_ => DribbleAsync(server, WithToken(beginning, phone), more)).ToList();
        var (asked, slowest) = (0, TimeSpan.Zero);
        while (!Task.WhenAll(slow).IsCompleted)
        {
            var before = Stopwatch.GetTimestamp();
            Assert.Equal(HttpStatusCode.OK, (await phone.Get("/snapshot")).StatusCode);
            slowest = new[] { slowest, Stopwatch.GetElapsedTime(before) }.Max();
            asked++;
            await Task.WhenAny(Task.WhenAll(slow), Task.Delay(DribbleEvery, Cancel));
        }

        var answers = await Task.WhenAll(slow);
        Assert.All(answers, answer => Assert.InRange(RawRequest.StatusOf(answer), 400, 499));
        Figures.Note(
            $"Slowloris, {what}",
            $"{many} connections cut after {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s "
            + $"with {string.Join(", ", answers.CountBy(RawRequest.StatusOf))}; "
            + $"{asked} requests of a phone answered meanwhile, the slowest after {slowest.TotalMilliseconds:F0} ms");
    }

    private static string WithToken(string beginning, TestPhone phone) =>
        beginning.Replace(
            "Host: localhost\r\n",
            $"Host: localhost\r\nAuthorization: Bearer {phone.Token}\r\nIf-Match-Event: 0\r\n",
            StringComparison.Ordinal);

    private static async Task<string> DribbleAsync(TestServer server, string beginning, string more)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
        await socket.SendAsync(Encoding.Latin1.GetBytes(beginning), Cancel);
        var buffer = new byte[8192];
        var answer = socket.ReceiveAsync(buffer, Cancel).AsTask();
        try
        {
            while (await Task.WhenAny(answer, Task.Delay(DribbleEvery, Cancel)) != answer)
            {
                await socket.SendAsync(Encoding.Latin1.GetBytes(more), Cancel);
            }

            return Encoding.Latin1.GetString(buffer, 0, await answer);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private Task<string> SendAsync(string request) => RawRequest.SendAsync(shared.Server.Url, Encoding.Latin1.GetBytes(request));
}
