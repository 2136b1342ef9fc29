using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionDsl;
using static CoListen.Tests.Sessions.SessionSpecification;

namespace CoListen.Tests.Sessions;

public sealed class QueueOrderTests
{
    private static readonly SessionEvent[] Room = [Queue("A", "B", "C", "D", "E"), .. Here("ann", "bob")];

    [Fact]
    public void A_moved_track_stands_right_behind_the_other() =>
        Given(Room).When(Move("ann", "B", "D")).And(Is("queue [*A C D B E]")).When(Move("bob", "E", "A")).And(Is("queue [*A E C D B]"));

    [Fact]
    public void A_track_does_not_follow_itself() =>
        Given(Room).When(Move("ann", "B", "B")).ThenRejected(new Rejection.UnknownTrack());

    [Fact]
    public void A_track_that_was_moved_behind_a_placed_one_keeps_its_place() =>
        Given(Room).When(Nudge("ann", "C"), Move("ann", "E", "C"), Wish("bob", "D")).And(Is("queue [*A C E D(bob) B]"));

    [Fact]
    public void What_is_put_aside_leaves_the_queue_until_it_is_brought_back() =>
        Given(Room).When(NotTonight("ann", "B")).And(Is("queue [*A C D E] aside {B}"))
            .When(NotTonight("ann", "B")).ThenRejected(new Rejection.UnknownTrack())
            .When(Wish("bob", "B")).ThenRejected(new Rejection.UnknownTrack())
            .When(BringBack("bob", "B")).And(Is("queue [*A C D E B]"))
            .When(BringBack("bob", "B")).ThenRejected(new Rejection.UnknownTrack());

    [Fact]
    public void A_scan_brings_back_nothing_that_is_put_aside_and_forgets_what_vanished() =>
        Given(Room).When(NotTonight("ann", "B"), NotTonight("ann", "C"), LibraryOf("A", "B", "D", "E", "F"))
            .And(Is("queue [*A D E F] aside {B}"))
            .When(LibraryOf("A", "B", "C", "D", "E", "F")).And(Is("queue [*A D E F C] aside {B}"));

    [Fact]
    public void A_queue_that_was_emptied_takes_back_what_is_put_aside() =>
        Given([Queue("A", "B"), .. Here("ann")]).When(NotTonight("ann", "B"), LibraryOf("B")).And(Is("queue [] aside {B}"))
            .When(BringBack("ann", "B")).Then(Queue("B"));

    [Fact]
    public void Shuffling_leaves_the_current_track_and_what_is_placed() =>
        Given([Queue([.. "ABCDEFGHIJ".Select(c => c.ToString())]), .. Here("ann", "bob")])
            .When(Nudge("ann", "C"), Wish("bob", "E"), Shuffle("ann", 1)).And(state =>
            {
                Assert.StartsWith("queue [*A C E(bob) ", Describe.Of(state.Queue), StringComparison.Ordinal);
                Assert.NotEqual("BDFGHIJ", string.Concat(state.Queue.Tracks[3..]));
                Assert.Equal("BDFGHIJ", string.Concat(state.Queue.Tracks[3..].Order(StringComparer.Ordinal)));
            });

    [Fact]
    public void Every_order_comes_of_some_seed()
    {
        var queue = new PlayQueue(["A", "B", "C", "D", "E"], 0);
        var orders = Enumerable.Range(0, 2400).CountBy(seed => string.Concat(queue.Shuffle(seed).Tracks), StringComparer.Ordinal).ToList();
        Assert.Equal(24, orders.Count);
        Assert.All(orders, order => Assert.InRange(order.Value, 60, 140));
    }

    [Fact]
    public void Previous_starts_the_track_that_ended_last_and_next_undoes_it() =>
        Given(Room).When(Next("ann"), Previous("bob")).Then(Queue("A", "B", "C", "D", "E"), Opened(Track, "A", 0, "ann", "bob"))
            .When(Next("ann")).Then(Queue("B", "C", "D", "E", "A"), Opened(Track, "B", 0, "ann", "bob"));

    [Fact]
    public void Previous_goes_back_step_by_step() =>
        Given(Room).When(Next("ann"), Next("ann"), Previous("ann"), Previous("ann"))
            .Then(Queue("A", "B", "C", "D", "E"), Opened(Track, "A", 0, "ann", "bob"));

    [Fact]
    public void Previous_is_not_what_came_to_the_end_in_another_way() =>
        Given(Room)
            .When(NotTonight("ann", "C"), Next("ann"), BringBack("ann", "C"), LibraryOf("A", "B", "C", "D", "E", "F"), Previous("ann"))
            .Then(Queue("A", "B", "D", "E", "C", "F"), Opened(Track, "A", 0, "ann", "bob"));

    [Fact]
    public void Previous_passes_over_what_has_left_the_queue() =>
        Given(Room).When(Next("ann"), Next("ann"), NotTonight("ann", "B"), Previous("ann")).And(Is("queue [*A C D E] aside {B}"));

    [Fact]
    public void Where_nothing_has_ended_previous_is_the_last_of_the_queue_and_a_queue_of_one_circulates()
    {
        Given(Room).When(Previous("ann")).And(Is("queue [*E A B C D]"));
        Given([Queue("A"), .. Here("ann")]).When(Previous("ann")).Then(Queue("A"), Opened(Track, "A", 0, "ann"));
        Given([Queue("A"), .. Here("ann")]).When(Next("ann"), Previous("ann")).Then(Queue("A"), Opened(Track, "A", 0, "ann"));
    }

    [Fact]
    public void A_vanished_track_leaves_when_the_room_goes_back() =>
        Given(Room, [new QueueChanged(new PlayQueue(["A", "B", "C"], 0).Advance())], Playing("B", "ann"), [new CurrentVanished(true)])
            .When(Previous("ann")).Then(Queue("A", "C"), Opened(Track, "A", 0, "ann", "bob"));

    [Fact]
    public void Every_change_of_the_order_can_be_undone_and_done_again()
    {
        foreach (var change in new[]
        {
            Nudge("ann", "D"), Move("ann", "C", "E"), Wish("ann", "D"), NotTonight("ann", "C"), Shuffle("ann", 7),
        })
        {
            Given(Room).When(Wish("ann", "C"), Wish("bob", "E"), change, Undo("ann")).And(Is("queue [*A C(ann) E(bob) B D]"));
        }

        Given(Room).When(NotTonight("ann", "C"), BringBack("ann", "C"), Undo("ann")).And(Is("queue [*A B D E] aside {C}"))
            .When(Undo("ann")).And(Is("queue [*A B D E C]"));
    }

    [Fact]
    public void A_release_is_nobodys_change_of_the_queue() =>
        Given(Room).When(Play("bob", 0), Nudge("ann", "D"), Ack("ann", "A"), Ack("bob", "A"))
            .And(state => Assert.Equal(PlayMode.Playing, state.PlayState.Mode))
            .When(Undo("ann")).And(Is("queue [*A B C D E]"));

    [Fact]
    public void Only_who_changed_the_order_undoes_it_and_only_as_long_as_nothing_else_was_intended()
    {
        Given(Room).When(Undo("ann")).ThenRejected(new Rejection.NothingToUndo());
        Given(Room).When(Nudge("ann", "D"), Undo("bob")).ThenRejected(new Rejection.NothingToUndo());
        Given(Room).When(Nudge("ann", "D"), Pause("bob", 3), Undo("ann")).ThenRejected(new Rejection.NothingToUndo());
        Given(Room).When(Nudge("ann", "D"), LibraryOf("A", "B"), Undo("ann")).ThenRejected(new Rejection.NothingToUndo());
        Given(Room).When(Next("ann"), Undo("ann")).ThenRejected(new Rejection.NothingToUndo());
        Given(Room).When(Nudge("ann", "D"), Open("bob", "2"), Undo("ann")).And(Is("queue [*A B C D E]"));
    }

    private static Action<SessionState> Is(string expected) => state => Assert.Equal(expected, Describe.Of(state.Queue));
}
