using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace CoListen.Tests.Fixtures;

/// <summary>One message of a stream.</summary>
public sealed record TestMessage(string Name, string? Id, JsonNode Data)
{
    public JsonNode Payload => Data["payload"]!;

    public long EventCount => (long)Data["eventCount"]!;
}

/// <summary>An open event stream, read message by message.</summary>
public sealed class TestEventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly IAsyncEnumerator<SseItem<JsonNode>> items;
    private string? lastId;

    private TestEventStream(HttpResponseMessage answer, SseParser<JsonNode> parser)
    {
        this.answer = answer;
        items = parser.EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator();
    }

    public static async Task<TestEventStream> OpenAsync(HttpClient http, string path, string? lastEventId = null)
    {
        var opened = await http.Get(path, lastEventId is null ? [] : [("Last-Event-ID", lastEventId)]);
        opened.EnsureSuccessStatusCode();
        return new(opened, SseParser.Create(await opened.Content.ReadAsStreamAsync(), (_, data) => JsonNode.Parse(data)!));
    }

    /// <summary>The next message; null when the server has ended the stream.</summary>
    public async Task<TestMessage?> NextAsync()
    {
        if (!await items.MoveNextAsync()) return null;

        var id = items.Current.EventId is { Length: > 0 } own && own != lastId ? own : null;
        lastId = id ?? lastId;
        return new(items.Current.EventType, id, items.Current.Data);
    }

    /// <summary>Reads on until a message of this name.</summary>
    public async Task<TestMessage> UntilAsync(string name, Func<TestMessage, bool>? that = null)
    {
        while (await NextAsync() is { } message)
        {
            if (message.Name == name && (that?.Invoke(message) ?? true)) return message;
        }

        throw new InvalidOperationException($"The stream ended before {name}.");
    }

    public ValueTask DisposeAsync()
    {
        answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
