using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CoListen.Tests.Live;

/// <summary>A paired phone without a screen: sends commands with the eventCount it is told, and reads its stream.</summary>
internal sealed class LivePhone : IDisposable
{
    private readonly HttpClient http;

    public LivePhone(HttpClient http, string token, string clientId)
    {
        (this.http, Token, ClientId) = (http, token, clientId);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public string Token { get; }

    public string ClientId { get; }

    public async Task<JsonNode> SnapshotAsync() => JsonNode.Parse(await http.GetStringAsync("/snapshot"))!;

    public async Task<IReadOnlyList<string>> TracksAsync() =>
        [.. JsonNode.Parse(await http.GetStringAsync("/index"))!.AsArray().Select(track => (string)track!["trackId"]!)];

    /// <summary>Any GET, with the phone's token.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => http.Get(path);

    /// <summary>Pairs with another code, as this very phone.</summary>
    public async Task<LivePhone> GoOverAsync(string code)
    {
        using var answer = await http.Post("/pair", new { code });
        answer.EnsureSuccessStatusCode();
        return new LivePhone(new HttpClient { BaseAddress = http.BaseAddress }, RunningServer.TokenOf(answer), (await answer.Json()).GetProperty("clientId").GetString()!);
    }

    /// <summary>Sends a command with the eventCount, or with the session's own when none is given; no header at all when it is empty.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string command, object? body = null, string? eventCount = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + command) { Content = JsonContent.Create(body ?? new { }) };
        eventCount ??= (await SnapshotAsync())["eventCount"]!.ToString();
        if (eventCount.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("If-Match-Event", eventCount);
        }

        return await SendAsync(request);
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpRequestMessage request)
    {
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Takes a track, or the rest of it, and says how many bytes came.</summary>
    public async Task<long> DownloadAsync(string trackId, long? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/file/" + trackId);
        request.Headers.Range = from is null ? null : new(from, null);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).LongLength;
    }

    public Task<LiveStream> ListenAsync(long? sounding = null, string? lastEventId = null) => LiveStream.OpenAsync(http, sounding, lastEventId);

    public void Dispose() => http.Dispose();
}
