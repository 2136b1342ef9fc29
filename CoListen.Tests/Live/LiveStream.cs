using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace CoListen.Tests.Live;

/// <summary>One message of a stream.</summary>
internal sealed record LiveMessage(string Name, string? Id, JsonNode Data)
{
    public JsonNode Payload => Data["payload"]!;

    public long EventCount => (long)Data["eventCount"]!;
}

/// <summary>An open event stream, read message by message.</summary>
internal sealed class LiveStream : IAsyncDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly IAsyncEnumerator<SseItem<JsonNode>> items;
    private string? lastId;

    private LiveStream(HttpResponseMessage answer, SseParser<JsonNode> parser)
    {
        this.answer = answer;
        items = parser.EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator();
    }

    public static Task<LiveStream> OpenAsync(HttpClient http, long? sounding, string? lastEventId) =>
        OpenAsync(http, sounding is null ? "/events" : $"/events?sounding={sounding}", lastEventId);

    public static async Task<LiveStream> OpenAsync(HttpClient http, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var opened = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        opened.EnsureSuccessStatusCode();
        return new(opened, SseParser.Create(await opened.Content.ReadAsStreamAsync(), (_, data) => JsonNode.Parse(data)!));
    }

    /// <summary>The next message; null when the server has ended the stream.</summary>
    public async Task<LiveMessage?> NextAsync()
    {
        if (!await items.MoveNextAsync())
        {
            return null;
        }

        var id = items.Current.EventId is { Length: > 0 } own && own != lastId ? own : null;
        lastId = id ?? lastId;
        return new(items.Current.EventType, id, items.Current.Data);
    }

    /// <summary>Reads on until a message of this name.</summary>
    public async Task<LiveMessage> UntilAsync(string name, Func<LiveMessage, bool>? that = null)
    {
        while (await NextAsync() is { } message)
        {
            if (message.Name == name && (that?.Invoke(message) ?? true))
            {
                return message;
            }
        }

        throw new InvalidOperationException($"The stream ended before {name}.");
    }

    public ValueTask DisposeAsync()
    {
        answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
