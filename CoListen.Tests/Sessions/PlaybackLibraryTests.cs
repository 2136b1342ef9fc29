using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

public sealed class PlaybackLibraryTests
{
    [Fact]
    public void New_tracks_go_to_the_end_and_vanished_ones_leave() =>
        Given(ARoom).When(LibraryOf("X", "C", "A")).Then(Queue("A", "C", "X"));

    [Fact]
    public void A_part_of_the_library_adds_its_tracks_and_takes_nothing_away() =>
        Given(ARoom, Playing("A", "ann")).When(new SessionCommand.Reconcile([], ["X", "C"], IsPart: true)).Then(Queue("A", "B", "C", "X"))
            .When(NotTonight("ann", "X")).When(new SessionCommand.Reconcile([], ["X", "Y"], IsPart: true))
            .And(s => Assert.Equal(["A", "B", "C", "Y"], s.Queue.Tracks));

    [Fact]
    public void An_unchanged_library_changes_nothing() => Given(ARoom).When(LibraryOf("C", "B", "A")).ThenNothing();

    [Fact]
    public void An_empty_library_is_filled_without_a_pause() =>
        Given(Here("ann")).When(LibraryOf()).ThenNothing().When(LibraryOf("A")).Then(Queue("A"));

    [Fact]
    public void Every_playing_command_is_refused_while_the_library_is_empty()
    {
        foreach (var command in new[] { Play("ann", 0), Pause("ann", 0), Seek("ann", 0), Next("ann"), Nudge("ann", "A"), StartNow("ann") })
        {
            Given(Here("ann")).When(command).ThenRejected(new Rejection.EmptyQueue());
        }
    }

    [Fact]
    public void With_an_empty_library_the_word_of_a_phone_is_accepted_and_without_effect()
    {
        Given(Here("ann")).When(Ack("ann", "A")).ThenNothing();
        Given(Here("ann")).When(SitOut("ann", "A")).ThenNothing();
    }

    [Fact]
    public void A_current_track_that_vanishes_while_it_sounds_plays_on() =>
        Given(ARoom, Playing("A", "ann")).When(LibraryOf("B", "C")).Then(new CurrentVanished(true)).And(s =>
        {
            Assert.Equal(["A", "B", "C"], s.Queue.Tracks);
            Assert.Equal(new PlayState(PlayMode.Playing, 0), s.PlayState);
        });

    [Fact]
    public void Other_changes_are_taken_in_while_the_vanished_track_sounds() =>
        Given(ARoom, Playing("A", "ann")).When(LibraryOf("C", "X")).Then(Queue("A", "C", "X"), new CurrentVanished(true));

    [Fact]
    public void A_vanished_track_leaves_the_queue_when_it_ends() =>
        Given(ARoom, Playing("A", "ann"), [new CurrentVanished(true)])
            .When(Next("ann")).Then(Queue("B", "C"), Opened(Track, "B", 0, "ann", "bob"))
            .And(s => Assert.False(s.CurrentVanished));

    [Fact]
    public void A_vanished_track_that_is_there_again_before_it_ends_stays() =>
        Given(ARoom, Playing("A", "ann"), [new CurrentVanished(true)])
            .When(LibraryOf("A", "B", "C")).Then(new CurrentVanished(false))
            .When(Next("ann")).Then(Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob"));

    [Fact]
    public void A_vanished_track_is_told_once() =>
        Given(ARoom, Playing("A", "ann"), [new CurrentVanished(true)]).When(LibraryOf("B", "C")).ThenNothing();

    [Fact]
    public void A_nudge_does_not_bring_a_vanished_track_back() =>
        Given(ARoom, Playing("A", "ann"), [new CurrentVanished(true)])
            .When(Nudge("ann", "C"), Next("ann")).Then(Queue("C", "B"), Opened(Track, "C", 0, "ann", "bob"));

    [Fact]
    public void The_last_track_that_vanished_while_it_sounded_leaves_an_empty_paused_room() =>
        Given([Queue("A")], Here("ann"), Playing("A", "ann"), [new CurrentVanished(true)])
            .When(Next("ann")).Then(Queue(), new Paused(0, PauseReasons.LibraryChanged))
            .When(Play("ann", 0)).ThenRejected(new Rejection.EmptyQueue());

    [Fact]
    public void A_current_track_that_vanishes_while_paused_leaves_at_once() =>
        Given(ARoom, [new Paused(30)]).When(LibraryOf("B", "C"))
            .Then(Queue("B", "C"), new Paused(0, PauseReasons.LibraryChanged));

    [Fact]
    public void A_track_that_vanished_while_it_sounded_leaves_a_paused_room_with_the_next_scan() =>
        Given(ARoom, Playing("A", "ann"), [new CurrentVanished(true), new Paused(30)])
            .When(LibraryOf("B", "C")).Then(Queue("B", "C"), new Paused(0, PauseReasons.LibraryChanged))
            .And(s => Assert.False(s.CurrentVanished));

    [Fact]
    public void A_paused_room_keeps_its_position_when_another_track_vanishes() =>
        Given(ARoom, [new Paused(30)]).When(LibraryOf("A", "C")).Then(Queue("A", "C"))
            .And(s => Assert.Equal(new PlayState(PlayMode.Paused, 30), s.PlayState));

    [Fact]
    public void A_current_track_that_vanishes_while_a_barrier_waits_gives_way_to_the_next_one() =>
        Given(ARoom, Waiting(Resume, "A", 30, "ann", "bob"), [new MemberReady("ann")])
            .When(LibraryOf("B", "C")).Then(Queue("B", "C"), Opened(Track, "B", 0, "ann", "bob"))
            .When(Ack("bob", "A")).ThenNothing();

    [Fact]
    public void A_library_that_empties_while_a_barrier_waits_pauses() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"))
            .When(LibraryOf()).Then(Queue(), new Paused(0, PauseReasons.LibraryChanged))
            .And(s => Assert.Null(s.Barrier));

    [Fact]
    public void A_barrier_waits_on_when_another_track_vanishes() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberReady("ann")]).When(LibraryOf("A", "X")).Then(Queue("A", "X"))
            .When(Ack("bob", "A")).Then(new MemberReady("bob"), Released(Track, "A", 0, "ann", "bob"));
}
