using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace CoListen.Tests.Fixtures;

/// <summary>
/// A phone without a screen: an HTTP client that sends its token with every request, and commands with the eventCount it is told.
/// </summary>
public sealed class TestPhone(HttpMessageHandler handler) : HttpClient(handler)
{
    public string Token
    {
        get => DefaultRequestHeaders.Authorization!.Parameter!;
        init => Use(value);
    }

    public string ClientId => Token.Split('.')[0];

    /// <summary>The token in the cookie of an answer to <c>POST /pair</c>.</summary>
    public static string TokenOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("colisten=", StringComparison.Ordinal))
            .Split(';')[0]["colisten=".Length..];

    /// <summary>Pairs, with the token of the phone if it has one.</summary>
    public async Task PairAsync(string code, string? name = null)
    {
        using var answer = await this.Post("/pair", new { code, clientName = name });
        answer.EnsureSuccessStatusCode();
        Use(TokenOf(answer));
    }

    public async Task<JsonNode> SnapshotAsync() => JsonNode.Parse(await GetStringAsync("/snapshot"))!;

    public async Task<IReadOnlyList<string>> TracksAsync() =>
        [.. JsonNode.Parse(await GetStringAsync("/index"))!.AsArray().Select(track => (string)track!["trackId"]!)];

    /// <summary>
    /// Sends a command with the eventCount, or with that of the session when none is given; without the header when it is empty.
    /// </summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        string command, object? body = null, string? eventCount = null, params (string Name, string Value)[] headers)
    {
        eventCount ??= (await SnapshotAsync())["eventCount"]!.ToString();
        using var answer = await this.Post(
            "/" + command, body ?? new { }, eventCount.Length == 0 ? headers : [("If-Match-Event", eventCount), .. headers]);
        return (answer.StatusCode, JsonNode.Parse(await answer.Text())!);
    }

    /// <summary>Downloads a track, or the rest of it from a position.</summary>
    /// <returns>The number of bytes.</returns>
    public async Task<long> DownloadAsync(string trackId, long? from = null)
    {
        using var answer = await this.Get("/file/" + trackId, from is null ? [] : [("Range", $"bytes={from}-")]);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).LongLength;
    }

    public Task<TestEventStream> ListenAsync(long? sounding = null, string? lastEventId = null, string? positionSec = null) =>
        TestEventStream.OpenAsync(
            this, sounding is null ? "/events" : $"/events?sounding={sounding}&positionSec={positionSec}", lastEventId);

    private void Use(string token) => DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
}
