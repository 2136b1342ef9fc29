using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

public sealed class PresenceRestartTests
{
    private static readonly SessionEvent[] AnnIsReadyBobIsNot = [.. Waiting(Track, "A", 0, "ann", "bob"), new MemberReady("ann")];

    [Fact]
    public void A_restart_loses_the_streams_and_nothing_else() =>
        Given(ARoom, Playing("A", "ann", "bob")).When(Restart()).Then(new StreamsLost()).And(s =>
        {
            Assert.Empty(s.Active);
            Assert.Equal(3, s.EventCount);
            Assert.Equal("ann bob", string.Join(' ', s.Clients.Keys));
            Assert.Equal(["ann", "bob"], s.Listeners);
            Assert.Equal(PlayMode.Playing, s.PlayState.Mode);
        });

    [Fact]
    public void Phones_that_sound_on_over_a_restart_are_listeners_still() =>
        Given(ARoom, Playing("A", "ann", "bob"), [new StreamsLost()])
            .When(Open("ann", "2", sounding: 3)).Then(new StreamOpened("ann", "2", true))
            .When(Open("bob", "2", sounding: 3)).Then(new StreamOpened("bob", "2", true))
            .When(EndGrace()).ThenNothing();

    [Fact]
    public void A_page_that_was_reloaded_during_a_restart_is_a_late_joiner() =>
        Given(ARoom, Playing("A", "ann", "bob"), [new StreamsLost()])
            .When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false), new ListenerLeft("ann"));

    [Fact]
    public void A_room_to_which_nobody_returns_after_a_restart_pauses_after_the_grace() =>
        Given(ARoom, Playing("A", "ann", "bob"), [new StreamsLost()]).When(EndGrace()).Then(new Paused(0, PauseReasons.NobodyListening));

    [Fact]
    public void A_restart_does_not_release_a_barrier_for_nobody() =>
        Given(ARoom, AnnIsReadyBobIsNot).When(Restart()).Then(new StreamsLost())
            .And(s => Assert.Equal(["ann", "bob"], s.Barrier!.Members))
            .And(s => Assert.Equal(["ann"], s.Barrier!.Ready));

    [Fact]
    public void A_barrier_goes_on_waiting_over_a_restart() =>
        Given(ARoom, AnnIsReadyBobIsNot, [new StreamsLost()])
            .When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false))
            .When(Open("bob", "2")).Then(new StreamOpened("bob", "2", false))
            .When(Ack("bob", "A")).Then(new MemberReady("bob"), Released(Track, "A", 0, "ann", "bob"));

    [Fact]
    public void A_barrier_waits_for_who_was_ready_before_the_restart_and_is_not_back() =>
        Given(ARoom, AnnIsReadyBobIsNot, [new StreamsLost()])
            .When(Open("bob", "2"), Ack("bob", "A")).Then(new MemberReady("bob"))
            .When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false), Released(Track, "A", 0, "ann", "bob"));

    [Fact]
    public void Start_now_does_not_wait_for_who_is_not_back() =>
        Given(ARoom, AnnIsReadyBobIsNot, [new StreamsLost()])
            .When(Open("bob", "2"), Ack("bob", "A"), StartNow("bob")).Then(Released(Track, "A", 0, "bob"));

    [Fact]
    public void Start_now_is_refused_while_only_those_were_ready_who_are_not_back() =>
        Given(ARoom, AnnIsReadyBobIsNot, [new StreamsLost()])
            .When(Open("bob", "2"), StartNow("bob")).ThenRejected(new Rejection.NobodyReady());

    [Fact]
    public void A_member_who_never_comes_back_from_a_restart_is_dropped_when_its_time_is_up() =>
        Given(ARoom, AnnIsReadyBobIsNot, [new StreamsLost()])
            .When(Open("ann", "2"), SetAside("bob")).Then(new MemberLeft("bob"), Released(Track, "A", 0, "ann"));

    [Fact]
    public void A_ready_member_who_never_comes_back_from_a_restart_is_dropped_too() =>
        Given(ARoom, AnnIsReadyBobIsNot, [new StreamsLost()])
            .When(Open("bob", "2"), Ack("bob", "A"), SetAside("ann")).Then(new MemberLeft("ann"), Released(Track, "A", 0, "bob"));

    [Fact]
    public void A_member_whom_the_state_file_does_not_know_as_a_client_is_dropped_too() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "nobody"), [new StreamsLost()]).When(SetAside("nobody")).Then(new MemberLeft("nobody"));

    [Fact]
    public void A_new_client_joins_a_barrier_that_outlived_a_restart() =>
        Given(ARoom, AnnIsReadyBobIsNot, [new StreamsLost()], Paired("cid"))
            .When(Open("cid", "1")).Then(new StreamOpened("cid", "1", false), new MemberJoined("cid"));

    [Fact]
    public void Who_was_set_aside_before_a_restart_is_waited_for_when_it_returns() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberStalled("ann"), new StreamsLost()])
            .When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false), new MemberJoined("ann"));

    [Fact]
    public void Who_leaves_before_it_is_back_from_a_restart_is_not_waited_for_any_more() =>
        Given(ARoom, AnnIsReadyBobIsNot, [new StreamsLost()]).When(Leave("bob")).Then(new MemberLeft("bob"));

    [Fact]
    public void A_paused_room_is_paused_after_a_restart() =>
        Given(ARoom, [new Paused(44)]).When(Restart()).And(s => Assert.Equal(new PlayState(PlayMode.Paused, 44), s.PlayState));
}
