using CoListen.Silo.Sessions;

namespace CoListen.Tests.Sessions;

public sealed class PlayQueueTests
{
    private static readonly PlayQueue AtC = new(["A", "B", "C", "D"], 2);

    [Fact]
    public void An_empty_queue_has_no_current_track()
    {
        Assert.Null(PlayQueue.Empty.Current);
        Assert.Empty(PlayQueue.Empty.Tracks);
        Assert.Equal(0, PlayQueue.Empty.Index);
    }

    [Fact]
    public void After_the_last_track_comes_the_first() => Assert.Equal(["C", "D", "A", "B"], AtC.PlayOrder);

    [Fact]
    public void Advancing_sends_the_current_track_to_the_end() => IsQueue(AtC.Advance(), "D", "A", "B", "C");

    [Fact]
    public void Dropping_the_current_track_makes_the_one_after_it_current() => IsQueue(AtC.DropCurrent(), "D", "A", "B");

    [Fact]
    public void A_queue_of_one_advances_to_itself_and_drops_to_nothing()
    {
        var one = new PlayQueue(["A"], 0);
        IsQueue(one.Advance(), "A");
        IsQueue(one.DropCurrent());
    }

    [Fact]
    public void An_empty_queue_neither_advances_nor_drops()
    {
        IsQueue(PlayQueue.Empty.Advance());
        IsQueue(PlayQueue.Empty.DropCurrent());
    }

    [Theory]
    [InlineData("A", "C A D B")]
    [InlineData("B", "C B D A")]
    [InlineData("D", "C D A B")]
    public void A_nudged_track_comes_next_and_the_others_keep_their_order(string trackId, string expected)
    {
        var nudged = AtC.Nudge(trackId);
        Assert.Equal("C", nudged.Current);
        Assert.Equal(expected, string.Join(' ', nudged.PlayOrder));
    }

    [Fact]
    public void Reconciling_with_the_same_tracks_in_any_order_gives_the_same_queue() =>
        Assert.Same(AtC, AtC.Reconcile(["D", "C", "B", "A"], keep: null));

    [Fact]
    public void Reconciling_appends_new_tracks_in_the_librarys_order_each_once() =>
        IsQueue(AtC.Reconcile(["Y", "A", "B", "C", "D", "X", "Y"], keep: null), "C", "D", "A", "B", "Y", "X");

    [Fact]
    public void Reconciling_drops_vanished_tracks() => IsQueue(AtC.Reconcile(["B", "D"], keep: null), "D", "B");

    [Fact]
    public void Reconciling_keeps_the_track_that_sounds()
    {
        IsQueue(AtC.Reconcile(["B", "D"], keep: "C"), "C", "D", "B");
        Assert.Same(AtC, AtC.Reconcile(["A", "B", "D"], keep: "C"));
    }

    [Fact]
    public void Track_ids_differ_by_case() => IsQueue(AtC.Reconcile(["a", "C"], keep: null), "C", "a");

    private static void IsQueue(PlayQueue queue, params string[] tracks)
    {
        Assert.Equal([.. tracks], queue.Tracks.AsSpan());
        Assert.Equal(0, queue.Index);
    }
}
