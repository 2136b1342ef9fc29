using System.Globalization;
using System.Text;
using System.Text.Json;
using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;

namespace CoListen.Tests.Activation;

public sealed class SessionFeedTests
{
    private readonly SessionFeed feed = new(TimeProvider.System, SessionActivationTests.Metrics);
    private readonly Dictionary<string, long> numbers = new(StringComparer.Ordinal);

    [Fact]
    public void A_message_is_one_event_of_its_name_with_its_number()
    {
        var frame = Encoding.UTF8.GetString(SessionFeed.Frame("refresh", new RefreshPayload("für Ànna"), eventCount: 3, seq: 17).Span);

        Assert.StartsWith("id: 17\nevent: refresh\ndata: {\"event\":\"refresh\",\"payload\":{", frame, StringComparison.Ordinal);
        Assert.EndsWith(",\"eventCount\":3}\n\n", frame, StringComparison.Ordinal);
        Assert.StartsWith("event: heartbeat\n", Encoding.UTF8.GetString(SessionFeed.Frame("heartbeat", new HeartbeatPayload(), 3, seq: null).Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_comes_back_gets_what_it_missed()
    {
        await PublishAsync("one", "two", "three");

        Assert.Equal(["two", "three"], await HeardAsync(NumberOf("one")));
    }

    [Fact]
    public async Task What_was_long_ago_is_not_remembered_so_it_begins_anew()
    {
        await PublishAsync([.. Enumerable.Range(0, SessionFeed.Remembered + 2).Select(i => $"m{i}")]);

        Assert.Equal(["snapshot"], await HeardAsync(NumberOf("m0")));
        Assert.Equal(SessionFeed.Remembered, (await HeardAsync(NumberOf("m1"))).Count);
    }

    [Fact]
    public async Task The_long_messages_of_a_crowd_are_remembered_for_a_shorter_time()
    {
        var crowd = new string('x', 300_000);
        await PublishAsync("zero", "a" + crowd, "b" + crowd, "c" + crowd, "d" + crowd, "e");

        Assert.Equal(["snapshot"], await HeardAsync(NumberOf("zero")));
        Assert.Equal(["d" + crowd, "e"], await HeardAsync(NumberOf("c" + crowd)));
    }

    [Fact]
    public async Task The_last_message_is_remembered_however_long_it_is()
    {
        var crowd = new string('x', 2_000_000);
        await PublishAsync("a", "b" + crowd);

        Assert.Equal(["b" + crowd], await HeardAsync(NumberOf("a")));
    }

    private long NumberOf(string reason) => numbers[reason];

    private async Task PublishAsync(params string[] reasons)
    {
        await using var stream = NewStream();
        feed.Add(stream, lastEventId: null, Snapshot);
        stream.Frames.TryRead(out _);
        foreach (var reason in reasons)
        {
            feed.Publish("refresh", new RefreshPayload(reason), eventCount: 1);
            Assert.True(stream.Frames.TryRead(out var frame));
            numbers[reason] = long.Parse(Encoding.UTF8.GetString(frame.Span).Split('\n')[0]["id: ".Length..], CultureInfo.InvariantCulture);
        }

        feed.Remove(stream);
    }

    /// <summary>What a stream hears first that says it has heard everything up to this number.</summary>
    private async Task<List<string>> HeardAsync(long lastEventId)
    {
        await using var back = NewStream();
        feed.Add(back, lastEventId, Snapshot);
        List<string> heard = [];
        while (back.Frames.TryRead(out var frame))
        {
            var lines = Encoding.UTF8.GetString(frame.Span).Split('\n');
            heard.Add(lines[1] is "event: snapshot" ? "snapshot" : JsonDocument.Parse(lines[2]["data: ".Length..]).RootElement.GetProperty("payload").GetProperty("reason").GetString()!);
        }

        feed.Remove(back);
        return heard;
    }

    private static (SnapshotView Snapshot, long EventCount) Snapshot() => (SnapshotView.Of(SessionState.Fresh), 1);

    private static FeedStream NewStream() => new(Guid.NewGuid().ToString("N"), clientId: null, _ => ValueTask.CompletedTask);
}
