using CoListen.Tests.Fuzzing;

namespace CoListen.Tests.Attacks;

/// <summary>Mutants of every kind of request, over real HTTP.</summary>
public sealed class MutatedRequestsTests : IAsyncLifetime
{
    private const int Seed = 20261130;
    private const string Secret = "what-lies-beside-the-music";
    private readonly TestServer server = TestServer.Start(songs: 3);
    private TestPhone phone = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "secret.wav"), Secret, Cancel);
        phone = await server.PairAsync("Ana");
    }

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public Task No_mutant_of_a_request_breaks_the_server_or_leads_out_of_the_music() => Fuzz(1_000);

    [Fact(Timeout = 3_600_000)]
    [Trait("Takes", "long")]
    public async Task No_mutant_of_hundreds_of_thousands_does()
    {
        const int requests = 200_000;

        var byStatus = await Fuzz(requests);

        Figures.Note(
            "Mutated requests",
            $"{requests} requests, answered {string.Join(", ", byStatus.Select(status => $"{status.Value} × {status.Key}"))}");
    }

    private async Task<SortedDictionary<int, int>> Fuzz(int requests)
    {
        var tracks = await phone.TracksAsync();
        var corpus = Requests(tracks[0], phone.Token).Select(request => request.ReplaceLineEndings("\r\n")).ToList();
        var before = await Probe(tracks);
        var (mutator, random, byStatus) = (new Mutator(Seed), new Random(Seed), new SortedDictionary<int, int>());
        for (var i = 0; i < requests; i++)
        {
            var (head, body) = Split(corpus[random.Next(corpus.Count)]);
            if (random.Next(2) == 0) head = Mutated(head);
            if (random.Next(2) == 0) body = Mutated(body);

            // Mostly as long as it says, so that the body is read.
            byte[] request = random.Next(4) == 0
                ? [.. head, .. body]
                : [.. head[..^2], .. Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), .. body];
            var answer = await RawRequest.BeginAsync(server.Url, request);

            var status = RawRequest.StatusOf(answer);
            Assert.True(
                status is < 500 or 501 or 503 or 505,
                $"Seed {Seed}, request {i}: {Convert.ToBase64String(request)} is answered {answer}");
            Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal);
            Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
            byStatus[status] = byStatus.GetValueOrDefault(status) + 1;
        }

        Assert.Equal(before, await Probe(tracks));
        return byStatus;

        byte[] Mutated(byte[] part) => part.Length < 2 ? part : mutator.Mutate([part]);
    }

    // What stays as it is whatever is asked.
    private async Task<string> Probe(IReadOnlyList<string> tracks)
    {
        using var stranger = server.Stranger();
        using var health = await stranger.Get("/health");
        using var refused = await stranger.Get("/snapshot");
        using var file = await phone.Get($"/file/{tracks[0]}", ("Range", "bytes=0-99"));
        using var snapshot = await phone.Get("/snapshot");
        var index = await phone.GetStringAsync("/index", Cancel);
        return $"{health.StatusCode} {refused.StatusCode} {file.StatusCode} {snapshot.StatusCode} {index}"
            + Convert.ToHexString(await file.Content.ReadAsByteArrayAsync(Cancel));
    }

    private static (byte[] Head, byte[] Body) Split(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (Encoding.Latin1.GetBytes(request[..end]), Encoding.Latin1.GetBytes(request[end..]));
    }

    private static IEnumerable<string> Requests(string track, string token)
    {
        string[] reads =
        [
            "snapshot", "session", "index", $"file/{track}", $"file/{track}?as=mp4", $"cover/{track}?size=64", "qr", "health",
            "openapi/v1.json", "events?sounding=1&positionSec=2.5", "host/info", "host/index", "host/unreadable", "host/sessions",
            "host/music?session=main", "", "host", $"host/cover/{track}", "debug/state",
        ];
        (string Route, string Body)[] posts =
        [
            ("play", """{"positionSec":1.5}"""), ("pause", """{"positionSec":1.5}"""), ("seek", """{"positionSec":1.5}"""),
            ("next", """{"ended":true}"""), ("previous", "{}"), ("shuffle", "{}"), ("undo", "{}"),
            ("nudge", $$"""{"trackId":"{{track}}"}"""),
            ("wish", $$"""{"trackId":"{{track}}"}"""), ("unwish", $$"""{"trackId":"{{track}}"}"""),
            ("not-tonight", $$"""{"trackId":"{{track}}"}"""),
            ("bring-back", $$"""{"trackId":"{{track}}"}"""), ("move", $$"""{"trackId":"{{track}}","afterTrackId":"{{track}}"}"""),
            ("ack-download", $$"""{"trackId":"{{track}}"}"""), ("sit-out", $$"""{"trackId":"{{track}}","reason":"format"}"""),
            ("start-now", "{}"), ("rejoin", """{"anchorEvent":1}"""), ("rename", """{"name":"Ana"}"""),
            ("asleep", """{"reason":"interrupted"}"""),
            ("leave", "{}"), ("copies", $$"""{"trackIds":["{{track}}"]}"""), ("in-step", """{"errorMs":1.5,"zeroMovedMs":2,"beats":10}"""),
            ("host/control", """{"control":"everyone"}"""), ("host/loudness", """{"even":true}"""),
            ("host/music", """{"play":"everything"}"""),
            ("host/sessions", """{"name":"garden"}"""), ("host/sessions/close", """{"name":"garden"}"""),
            ("host/clients/host", """{"clientId":"c","host":true}"""),
            ("host/clients/rename", """{"clientId":"c","name":"Ben"}"""), ("host/play", "{}"), ("host/pairing/open", "{}"),
        ];
        foreach (var route in reads)
        {
            yield return $"GET /{route} HTTP/1.1\nHost: localhost\nAuthorization: Bearer {token}\n"
                + $"Range: bytes=0-99\nIf-None-Match: W/\"0\", \"{track}\"\n"
                + $"If-Range: \"{track}\"\nAccept-Encoding: gzip, br\nLast-Event-ID: 3\n"
                + "If-Modified-Since: Mon, 30 Nov 2026 00:00:00 GMT\n\n";
        }

        foreach (var (route, body) in posts)
        {
            yield return $"POST /{route} HTTP/1.1\nHost: localhost\nOrigin: http://localhost\nCookie: colisten={token}\nIf-Match-Event: 1\n"
                + "Prefer: return=minimal\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n"
                + $"Content-Type: application/json\n\n{body}";
        }
    }
}
