using System.Diagnostics.Metrics;
using CoListen.Api.Hubs;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Hubs;

public sealed class HubStreamsTests
{
    private static readonly IMeterFactory Meters =
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private readonly HubStreams streams = new(new SessionMetrics(Meters), TimeProvider.System);

    public HubStreamsTests() => streams.Restart(new("one", 100));

    [Fact]
    public void A_stream_gets_every_message_after_its_snapshot_once()
    {
        var stream = Begin(at: 101);

        Send("one", 101, 102, 103);
        Send("one", 102, 103, 104);

        Assert.Equal(["snapshot 101", "seeked 102", "seeked 103", "seeked 104"], Drain(stream));
    }

    [Fact]
    public void A_snapshot_from_behind_what_was_sent_is_followed_by_what_it_lacks()
    {
        Send("one", 101, 102, 103);

        Assert.Equal(["snapshot 102", "seeked 103"], Drain(Begin(at: 102)));
    }

    [Fact]
    public void A_snapshot_that_lacks_messages_which_are_not_known_here_is_not_taken()
    {
        streams.Restart(new("one", 110));
        var stream = NewStream();

        Assert.False(streams.TryBegin(stream, new(new("one", 108), SnapshotView.Of(SessionState.Fresh))));

        Assert.Empty(Drain(stream));
        Assert.Equal(["snapshot 110"], Drain(Begin(at: 110)));
    }

    [Fact]
    public void A_renewal_that_is_answered_late_sets_nothing_back()
    {
        var stream = Begin(at: 101);
        Send("one", 101, 102, 103);

        streams.Restart(new("one", 101));
        Send("one", 102, 103, 104);

        Assert.Equal(["snapshot 101", "seeked 102", "seeked 103", "seeked 104"], Drain(stream));
    }

    [Fact]
    public void A_stream_that_comes_back_gets_what_it_missed()
    {
        Send("one", 101, 102, 103);
        var stream = NewStream();

        Assert.True(streams.TryResume(stream, "one", 101));

        Assert.Equal(["seeked 102", "seeked 103"], Drain(stream));
        Assert.False(streams.TryResume(NewStream(), "one", 99));
        Assert.False(streams.TryResume(NewStream(), "one", null));
        Assert.False(streams.TryResume(NewStream(), "two", 102));
    }

    [Fact]
    public void A_missing_message_is_noticed_and_nothing_is_sent_beyond_it()
    {
        var stream = Begin(at: 100);

        Assert.False(Send("one", 101, 103));

        Assert.Equal(["snapshot 100", "seeked 101"], Drain(stream));
        Assert.True(Send("one", 102, 103));
        Assert.Equal(["seeked 102", "seeked 103"], Drain(stream));
    }

    [Fact]
    public void Another_activation_ends_the_streams_of_the_one_before()
    {
        var before = Begin(at: 100);

        Assert.False(Send("two", 900));
        streams.Restart(new("two", 900));
        var after = Begin(at: 900, "two");
        Send("two", 901);

        Assert.Equal(["snapshot 100"], Drain(before));
        Assert.True(before.Frames.Completion.IsCompleted);
        Assert.Equal(["snapshot 900", "seeked 901"], Drain(after));
    }

    [Fact]
    public void A_stream_that_nobody_reads_is_ended_and_the_others_lose_nothing()
    {
        var (deaf, hearing) = (Begin(at: 100), Begin(at: 100));
        var heard = Drain(hearing);
        for (var number = 101L; number < 101 + EventStream.MaxUnread; number++)
        {
            Send("one", number);
            heard.AddRange(Drain(hearing));
        }

        Assert.True(deaf.Overran.IsCancellationRequested);
        Assert.False(hearing.Overran.IsCancellationRequested);
        Assert.Equal(EventStream.MaxUnread + 1, heard.Count);
        Assert.Equal([hearing.Id], streams.Ids);
    }

    [Fact]
    public void A_message_is_one_event_of_its_name_with_its_number()
    {
        var frame = Encoding.UTF8.GetString(SseFrame.Of("refresh", new RefreshPayload("für Ànna"), eventCount: 3, number: 17).Span);

        Assert.StartsWith("id: 17\nevent: refresh\ndata: {\"event\":\"refresh\",\"payload\":{\"reason\":", frame, StringComparison.Ordinal);
        Assert.EndsWith("},\"eventCount\":3}\n\n", frame, StringComparison.Ordinal);
        Assert.StartsWith(
            "event: refresh\n", Encoding.UTF8.GetString(SseFrame.Of("refresh", new RefreshPayload("x"), 3).Span), StringComparison.Ordinal);
    }

    private static EventStream NewStream() => new(Guid.NewGuid().ToString("N"), clientId: null, _ => Task.CompletedTask);

    private static List<string> Drain(EventStream stream)
    {
        List<string> heard = [];
        while (stream.Frames.TryRead(out var frame))
        {
            var lines = Encoding.UTF8.GetString(frame.Span).Split('\n');
            heard.Add($"{lines[1]["event: ".Length..]} {lines[0]["id: ".Length..]}");
        }

        return heard;
    }

    private EventStream Begin(long at, string epoch = "one")
    {
        var stream = NewStream();
        streams.TryBegin(stream, new SessionSnapshot(new(epoch, at), SnapshotView.Of(SessionState.Fresh)));
        return stream;
    }

    private bool Send(string epoch, params long[] numbers) =>
        streams.TrySend(
            new(epoch, [.. numbers.Select(n => new SessionMessage(n, "seeked", "{}"u8.ToArray(), 1, MessageEffect.None))], null),
            (_, _) => { });
}
