using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

public sealed class PlaybackTests
{
    [Fact]
    public void A_fresh_session_is_paused_at_the_beginning_of_the_first_track() =>
        Given().When(LibraryOf("A", "B")).Then(Queue("A", "B")).And(s =>
        {
            Assert.Equal(new PlayState(PlayMode.Paused, 0), s.PlayState);
            Assert.Equal("A", s.Queue.Current);
            Assert.Null(s.Barrier);
        });

    [Fact]
    public void Play_while_paused_opens_a_resume_barrier_for_everyone_here_at_the_callers_position() =>
        Given(ARoom, Paired("cid")).When(Play("ann", 12.5)).Then(Opened(Resume, "A", 12.5, "ann", "bob"));

    [Fact]
    public void Play_while_playing_brings_everyone_in_late_joiners_too() =>
        Given(ARoom, Playing("A", "ann", "bob"), Here("cid")).When(Play("cid", 40)).Then(Opened(Resume, "A", 40, "ann", "bob", "cid"));

    [Fact]
    public void The_room_holds_at_the_barriers_start_until_the_release() =>
        Given(ARoom, Playing("A", "ann", "bob")).When(Play("ann", 40)).And(
            s => Assert.Equal(new PlayState(PlayMode.Paused, 40), s.PlayState))
            .When(Ack("ann", "A"), Ack("bob", "A")).And(s => Assert.Equal(new PlayState(PlayMode.Playing, 40), s.PlayState));

    [Fact]
    public void Play_while_a_barrier_waits_asks_everyone_again() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberReady("ann")])
            .When(Play("bob", 3)).Then(Opened(Resume, "A", 3, "ann", "bob"))
            .And(s => Assert.Empty(s.Barrier!.Ready));

    [Fact]
    public void Pause_while_playing_holds_at_the_callers_position() =>
        Given(ARoom, Playing("A", "ann", "bob")).When(Pause("bob", 61.25)).Then(new Paused(61.25));

    [Fact]
    public void Pause_while_paused_moves_the_anchor() =>
        Given(ARoom, [new Paused(10)]).When(Pause("ann", 20)).Then(new Paused(20))
            .And(s => Assert.Equal(new PlayState(PlayMode.Paused, 20), s.PlayState));

    [Fact]
    public void Pause_drops_a_pending_barrier() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberReady("ann")])
            .When(Pause("ann", 0)).Then(new Paused(0)).And(s => Assert.Null(s.Barrier))
            .When(Ack("bob", "A")).ThenNothing();

    [Fact]
    public void Seek_while_playing_moves_the_listeners_without_a_barrier() =>
        Given(ARoom, Playing("A", "ann", "bob")).When(Seek("ann", 90)).Then(new Seeked(90)).And(s =>
        {
            Assert.Equal(new PlayState(PlayMode.Playing, 90), s.PlayState);
            Assert.Equal(["ann", "bob"], s.Listeners);
        });

    [Fact]
    public void A_late_joiner_stays_silent_over_a_seek() =>
        Given(ARoom, Playing("A", "ann", "bob"), Here("cid")).When(Seek("cid", 90)).Then(new Seeked(90))
            .And(s => Assert.Equal(["ann", "bob"], s.Listeners));

    [Fact]
    public void Seek_while_paused_moves_the_anchor() =>
        Given(ARoom).When(Seek("ann", 5)).Then(new Seeked(5)).And(s => Assert.Equal(new PlayState(PlayMode.Paused, 5), s.PlayState));

    [Fact]
    public void Seek_moves_a_pending_barriers_start_and_who_was_ready_stays_ready() =>
        Given(ARoom, Waiting(Resume, "A", 30, "ann", "bob"), [new MemberReady("ann")])
            .When(Seek("ann", 50)).Then(new Seeked(50))
            .And(s => Assert.Equal(["ann"], s.Barrier!.Ready))
            .When(Ack("bob", "A")).Then(new MemberReady("bob"), Released(Resume, "A", 50, "ann", "bob"));

    [Fact]
    public void Next_sends_the_current_track_to_the_end_and_opens_a_track_barrier_for_the_new_one() =>
        Given(ARoom, Playing("A", "ann")).When(Next("ann")).Then(Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob"));

    [Fact]
    public void Next_while_paused_opens_a_track_barrier_too() =>
        Given(ARoom, [new Paused(77)]).When(Next("bob")).Then(Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob"));

    [Fact]
    public void Next_while_a_barrier_waits_replaces_it() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberReady("ann")])
            .When(Next("ann")).Then(Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob"))
            .And(s => Assert.Empty(s.Barrier!.Ready));

    [Fact]
    public void A_queue_of_one_circulates_to_itself() =>
        Given([Queue("A")], Here("ann"), Playing("A", "ann")).When(Next("ann")).Then(Queue("A"), Opened(Track, "A", 0, "ann"));

    [Fact]
    public void At_a_songs_end_the_first_next_wins_and_the_others_are_stale() =>
        Given(ARoom, Playing("A", "ann", "bob"))
            .When(new SessionCommand.Next("ann", 3)).Then(Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob"))
            .When(new SessionCommand.Next("bob", 3)).ThenRejected(new Rejection.Stale(5));

    [Fact]
    public void Nudge_moves_a_track_to_just_after_the_current_one() =>
        Given(ARoom, Playing("A", "ann")).When(Nudge("bob", "C")).Then(Queue("A", "C", "B"))
            .And(s => Assert.Equal(PlayMode.Playing, s.PlayState.Mode));

    [Fact]
    public void Nudge_leaves_a_pending_barrier_as_it_is() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberReady("ann")]).When(Nudge("bob", "C")).Then(Queue("A", "C", "B"))
            .And(s => Assert.Equal(["ann"], s.Barrier!.Ready));

    [Fact]
    public void Nudge_refuses_the_current_track() => Given(ARoom).When(Nudge("ann", "A")).ThenRejected(new Rejection.AlreadyCurrent());

    [Fact]
    public void Nudge_does_not_know_a_track_that_is_not_in_the_queue() =>
        Given(ARoom).When(Nudge("ann", "X")).ThenRejected(new Rejection.UnknownTrack());

    [Fact]
    public void Start_now_releases_with_those_who_are_ready() =>
        Given(ARoom, Here("cid"), Waiting(Track, "A", 0, "ann", "bob", "cid"), [new MemberReady("ann"), new MemberReady("bob")])
            .When(StartNow("cid")).Then(Released(Track, "A", 0, "ann", "bob"))
            .And(s => Assert.Equal(["ann", "bob"], s.Listeners));

    [Fact]
    public void Start_now_is_refused_when_nobody_is_ready() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob")).When(StartNow("ann")).ThenRejected(new Rejection.NobodyReady());

    [Fact]
    public void Start_now_is_refused_when_nothing_waits() =>
        Given(ARoom, Playing("A", "ann")).When(StartNow("ann")).ThenRejected(new Rejection.NoBarrier());
}
