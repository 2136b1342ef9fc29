using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CoListen.Tests.Activation;

public sealed class BeatTrainTests : IAsyncDisposable
{
    private const int SpacingMs = 10;

    private readonly SessionActivation session = new(
        new MemoryDisk(),
        Options.Create(new SessionOptions { BeatsForMs = 500, BeatSpacingMs = SpacingMs }),
        TimeProvider.System,
        SessionActivationTests.Metrics,
        NullLogger<SessionActivation>.Instance);

    [Fact]
    public async Task A_release_is_followed_by_numbered_beats_none_of_them_early()
    {
        var stream = await ReadyAsync();
        var before = Stopwatch.GetTimestamp();
        await session.ExecuteAsync(new SessionCommand.AckDownload("ana", 2, "a"));

        for (var (last, heard) = (0, 0); heard < 3; heard++)
        {
            var beat = await NextBeatAsync(stream);
            Assert.Equal((3, SpacingMs), (beat.AnchorEvent, beat.SpacingMs));
            Assert.True(beat.K > last);
            Assert.True(Stopwatch.GetElapsedTime(before) >= TimeSpan.FromMilliseconds(beat.K * SpacingMs));
            last = beat.K;
        }
    }

    [Fact]
    public async Task A_seek_ends_the_train_before_it_and_begins_its_own()
    {
        var stream = await ReadyAsync();
        await session.ExecuteAsync(new SessionCommand.AckDownload("ana", 2, "a"));
        await NextBeatAsync(stream);
        await session.ExecuteAsync(new SessionCommand.Seek("ana", 3, 30));

        while ((await NextBeatAsync(stream)).AnchorEvent < 4)
        {
        }

        Assert.Equal(4, (await NextBeatAsync(stream)).AnchorEvent);
    }

    [Fact]
    public async Task A_pause_ends_the_train()
    {
        var stream = await ReadyAsync();
        await session.ExecuteAsync(new SessionCommand.AckDownload("ana", 2, "a"));
        await session.ExecuteAsync(new SessionCommand.Pause("ana", 3, 1));

        Assert.False(await session.InTurnAsync(() => ValueTask.FromResult(session.Beat(new BeatPayload(3, 9, SpacingMs)))));
    }

    [Fact]
    public async Task A_stream_with_unread_messages_is_spared_its_beats()
    {
        var stream = await ReadyAsync();
        await session.ExecuteAsync(new SessionCommand.AckDownload("ana", 2, "a"));

        await session.InTurnAsync(() => ValueTask.FromResult(session.Beat(new BeatPayload(3, 99, SpacingMs))));

        var unread = new StringBuilder();
        while (stream.Frames.TryRead(out var frame))
        {
            unread.Append(Encoding.UTF8.GetString(frame.Span));
        }

        Assert.Contains("event: barrier.release", unread.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"k\":99,", unread.ToString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task<FeedStream> ReadyAsync()
    {
        await session.ExecuteAsync(new SessionCommand.Reconcile(["a", "b"]));
        await session.ExecuteAsync(new SessionCommand.Pair("ana", "ana", "", default));
        var stream = Assert.IsType<StreamOutcome.Opened>(await session.OpenStreamAsync("ana", null, null)).Stream;
        await session.ExecuteAsync(new SessionCommand.Play("ana", 1, 0));
        while (stream.Frames.TryRead(out _))
        {
        }

        return stream;
    }

    private static async Task<BeatPayload> NextBeatAsync(FeedStream stream)
    {
        while (true)
        {
            var lines = Encoding.UTF8.GetString((await stream.Frames.ReadAsync(TestContext.Current.CancellationToken)).Span).Split('\n');
            if (lines.Contains("event: beat", StringComparer.Ordinal))
            {
                var data = lines.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
                return JsonDocument.Parse(data).RootElement.GetProperty("payload").Deserialize<BeatPayload>(WireJson.Options)!;
            }
        }
    }
}
