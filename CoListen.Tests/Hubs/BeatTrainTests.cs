using System.Diagnostics.Metrics;
using CoListen.Api.Hubs;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SessionOptions = CoListen.Silo.Grains.SessionOptions;

namespace CoListen.Tests.Hubs;

public sealed class BeatTrainTests : IDisposable
{
    private const int SpacingMs = 10;
    private static readonly IMeterFactory Meters =
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private readonly FakeTimeProvider time = new();
    private readonly HubStreams streams;
    private readonly EventStream stream = new("s", clientId: null, _ => Task.CompletedTask);
    private readonly BeatTrain train;

    public BeatTrainTests()
    {
        streams = new(new SessionMetrics(Meters), time);
        train = new(streams, Options.Create(new SessionOptions { BeatsForMs = 60_000, BeatSpacingMs = SpacingMs }), time);
        streams.TryBegin(stream, new(new("epoch", 1), SnapshotView.Of(SessionState.Fresh)));
        Assert.True(stream.Frames.TryRead(out _));
    }

    public void Dispose() => train.Dispose();

    [Fact]
    public async Task A_release_is_followed_by_numbered_beats_none_of_them_early()
    {
        var since = time.GetTimestamp();
        train.Start(3, since);

        for (var (last, heard) = (0, 0); heard < 5; heard++)
        {
            var beat = await NextAsync();
            Assert.Equal((3, SpacingMs), (beat.AnchorEvent, beat.SpacingMs));
            Assert.True(beat.K > last);
            Assert.True(time.GetElapsedTime(since) >= TimeSpan.FromMilliseconds(beat.K * SpacingMs));
            last = beat.K;
        }
    }

    [Fact]
    public async Task Another_start_ends_the_train_before_it()
    {
        train.Start(3, time.GetTimestamp());
        await NextAsync();

        train.Start(4, time.GetTimestamp());

        BeatPayload beat;
        while ((beat = await NextAsync()).AnchorEvent == 3)
        {
        }

        Assert.Equal(4, beat.AnchorEvent);
        Assert.Equal(4, (await NextAsync()).AnchorEvent);
    }

    [Fact]
    public async Task A_stream_with_unread_frames_is_spared_its_beats()
    {
        var other = new EventStream("o", clientId: null, _ => Task.CompletedTask);
        streams.TryBegin(other, new(new("epoch", 1), SnapshotView.Of(SessionState.Fresh)));
        train.Start(3, time.GetTimestamp());

        await NextAsync();
        await NextAsync();

        Assert.Equal(1, other.Frames.Count);
    }

    [Fact]
    public async Task A_stopped_train_sends_nothing_more()
    {
        train.Start(3, time.GetTimestamp());
        await NextAsync();

        train.Stop();
        streams.Tell("refresh", new RefreshPayload("library"));
        time.Advance(TimeSpan.FromSeconds(1));
        streams.Tell("refresh", new RefreshPayload("library"));

        // One beat may have been on its way.
        List<string> heard = [];
        while (heard.Count(name => name == "refresh") < 2)
        {
            heard.Add(
                Encoding.UTF8.GetString((await stream.Frames.ReadAsync(TestContext.Current.CancellationToken)).Span)
                    .Split('\n')[0]["event: ".Length..]);
        }

        Assert.InRange(heard.Count(name => name == "beat"), 0, 1);
    }

    /// <summary>Lets the time go on, a millisecond at a time, until a beat comes.</summary>
    private async Task<BeatPayload> NextAsync()
    {
        ReadOnlyMemory<byte> frame;
        while (!stream.Frames.TryRead(out frame))
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        var data = Encoding.UTF8.GetString(frame.Span).Split('\n')
            .Single(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
        return JsonDocument.Parse(data).RootElement.GetProperty("payload").Deserialize<BeatPayload>(WireJson.Options)!;
    }
}
