using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace CoListen.Tests.Messages;

public sealed class QueueDifferenceTests
{
    private static readonly PlayQueue Long = new([.. Enumerable.Range(0, 100).Select(i => $"t{i:00}")], 0);

    private static readonly QueueDifference Same = new(0, Long.Wishes, Long.PutAside);

    [Fact]
    public void A_queue_that_went_on_says_so()
    {
        Assert.Equal(Same with { Advance = true }, QueueDifference.Of(Long, Long.Advance()));
    }

    [Theory]
    [InlineData("t50", 1)]
    [InlineData("t99", 1)]
    public void A_nudge_is_a_move(string trackId, int to) =>
        Assert.Equal(Same with { Move = new(trackId, to) }, QueueDifference.Of(Long, Long.Nudge(trackId)));

    [Fact]
    public void What_is_gone_and_what_came_is_named()
    {
        var less = Long with { Tracks = Long.Tracks.RemoveRange(10, 3) };

        Assert.Equal(["t10", "t11", "t12"], QueueDifference.Of(Long, less).Remove);
        var more = QueueDifference.Of(less, Long);
        Assert.Equal(10, more.Insert!.At);
        Assert.Equal(["t10", "t11", "t12"], more.Insert.TrackIds);
        Assert.Null(more.Queue);
    }

    [Fact]
    public void A_short_queue_is_whole_besides()
    {
        var queue = new PlayQueue(["a", "b", "c"], 0);

        var change = QueueDifference.Of(queue, queue.Advance());

        Assert.Equal(["b", "c", "a"], change.Queue);
        Assert.True(change.Advance);
    }

    [Fact]
    public void One_next_takes_as_few_bytes_of_a_hundred_thousand_tracks_as_of_a_hundred()
    {
        var all = new PlayQueue([.. Enumerable.Range(0, 100_000).Select(i => $"{i:x12}")], 0);

        var bytes = JsonSerializer.SerializeToUtf8Bytes(QueueDifference.Of(all, all.Advance()), WireJson.Options);

        Assert.Equal("""{"queueIndex":0,"wishes":{},"putAside":[],"advance":true}""", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Whoever_knows_the_queue_before_makes_the_queue_after_of_it()
    {
        var step = Gen.Elements<Func<PlayQueue, int, PlayQueue>>(
            (queue, _) => queue.Advance(),
            (queue, at) => at % queue.Tracks.Length == queue.Index ? queue : queue.Nudge(queue.Tracks[at % queue.Tracks.Length]),
            (queue, at) => Moved(queue, at % queue.Tracks.Length, at * 7 % queue.Tracks.Length),
            (queue, at) => queue.Tracks.Length == 1 ? queue : new(queue.Tracks.RemoveAt(at % queue.Tracks.Length), 0),
            (queue, at) => new(queue.Tracks.Insert(at % (queue.Tracks.Length + 1), $"new {at} {queue.Tracks.Length}"), queue.Index),
            (queue, _) => new([.. queue.Tracks.Reverse()], 0));
        var histories = Gen.Zip(Gen.Choose(1, 60), Gen.Zip(step, Gen.Choose(0, 1000)).ListOf(20));
        Prop.ForAll(histories.ToArbitrary(), history =>
        {
            var (size, steps) = history;
            var queue = new PlayQueue([.. Enumerable.Range(0, size).Select(i => $"t{i}")], 0);
            foreach (var (next, at) in steps)
            {
                var after = next(queue, at);
                if (!Apply(queue, QueueDifference.Of(queue, after)).SequenceEqual(after.Tracks)) return false;
                queue = after.Tracks.Distinct().Count() == after.Tracks.Length ? after : queue;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static PlayQueue Moved(PlayQueue queue, int from, int to) =>
        new(queue.Tracks.RemoveAt(from).Insert(to, queue.Tracks[from]), 0);

    /// <summary>As a phone does it, without the help of a whole queue where there is a difference.</summary>
    private static IEnumerable<string> Apply(PlayQueue before, QueueDifference change) => change switch
    {
        { Advance: true } => before.Tracks.RemoveAt(0).Add(before.Tracks[0]),
        { Move: { } move } => before.Tracks.Remove(move.TrackId).Insert(move.To, move.TrackId),
        { Remove: { } gone } => before.Tracks.RemoveRange(gone),
        { Insert: { } come } => before.Tracks.InsertRange(come.At, come.TrackIds),
        { Queue: { } whole } => whole,
        _ => before.Tracks,
    };
}
