using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

/// <summary>The word of a phone about a barrier: ready, sitting out, or nothing at all.</summary>
public sealed class PresenceBarrierTests
{
    private static readonly SessionEvent[] BothAreWaitedFor = Waiting(Track, "A", 0, "ann", "bob");

    [Fact]
    public void A_member_is_ready_once() => Given(ARoom, BothAreWaitedFor).When(Ack("ann", "A"), Ack("ann", "A")).ThenNothing();

    [Fact]
    public void An_ack_for_another_track_is_accepted_and_without_effect() =>
        Given(ARoom, BothAreWaitedFor).When(Ack("ann", "B")).ThenNothing();

    [Fact]
    public void An_ack_without_a_barrier_is_accepted_and_without_effect()
    {
        Given(ARoom).When(Ack("ann", "A")).ThenNothing();
        Given(ARoom, Playing("A", "ann")).When(Ack("bob", "A")).ThenNothing();
    }

    [Fact]
    public void The_ack_of_someone_who_is_not_here_is_without_effect() =>
        Given(ARoom, Paired("cid"), BothAreWaitedFor).When(Ack("cid", "A")).ThenNothing();

    [Fact]
    public void Who_is_set_aside_comes_back_by_ack() =>
        Given(ARoom, BothAreWaitedFor, [new MemberStalled("ann")])
            .When(Ack("ann", "A")).Then(new MemberReady("ann"))
            .And(s => Assert.Equal(["ann", "bob"], s.Barrier!.Members))
            .And(s => Assert.Empty(s.Barrier!.SetAside));

    [Fact]
    public void Who_was_set_aside_and_comes_back_after_the_release_is_a_late_joiner() =>
        Given(ARoom, BothAreWaitedFor, [new MemberReady("ann")])
            .When(SetAside("bob")).Then(new MemberStalled("bob"), Released(Track, "A", 0, "ann"))
            .When(Ack("bob", "A")).Then().And(s => Assert.Equal(["ann"], s.Listeners));

    [Fact]
    public void Who_is_ready_is_not_set_aside() =>
        Given(ARoom, BothAreWaitedFor, [new MemberReady("ann")]).When(SetAside("ann")).ThenNothing();

    [Fact]
    public void Only_a_member_of_a_pending_barrier_is_set_aside()
    {
        Given(ARoom).When(SetAside("ann")).ThenNothing();
        Given(ARoom, Playing("A", "ann")).When(SetAside("ann", "bob")).ThenNothing();
        Given(ARoom, BothAreWaitedFor, [new MemberStalled("ann")]).When(SetAside("ann", "cid")).ThenNothing();
    }

    [Fact]
    public void Several_are_set_aside_at_once() =>
        Given(ARoom, BothAreWaitedFor).When(SetAside("ann", "bob")).Then(new MemberStalled("ann"), new MemberStalled("bob"));

    [Fact]
    public void Another_stream_does_not_bring_back_who_was_set_aside() =>
        Given(ARoom, BothAreWaitedFor, [new MemberStalled("ann")]).When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false));

    [Fact]
    public void Who_was_set_aside_and_goes_is_waited_for_when_it_returns() =>
        Given(ARoom, BothAreWaitedFor, [new MemberStalled("ann")])
            .When(Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon), new MemberLeft("ann"))
            .When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false), new MemberJoined("ann"));

    [Fact]
    public void Who_sits_a_barrier_out_is_not_waited_for() =>
        Given(ARoom, BothAreWaitedFor).When(SitOut("ann", "A")).Then(new TrackSatOut("ann")).And(
            s => Assert.Equal(["bob"], s.Barrier!.Members));

    [Fact]
    public void Who_was_ready_may_sit_out_after_all() =>
        Given(ARoom, BothAreWaitedFor, [new MemberReady("ann")]).When(SitOut("ann", "A")).Then(new TrackSatOut("ann"))
            .When(StartNow("bob")).ThenRejected(new Rejection.NobodyReady());

    [Fact]
    public void Who_was_set_aside_may_sit_out() =>
        Given(ARoom, BothAreWaitedFor, [new MemberStalled("ann")]).When(SitOut("ann", "A")).Then(new TrackSatOut("ann"))
            .And(s => Assert.Empty(s.Barrier!.SetAside));

    [Fact]
    public void Who_sat_out_may_be_ready_after_all() =>
        Given(ARoom, BothAreWaitedFor, [new TrackSatOut("ann")]).When(Ack("ann", "A")).Then(new MemberReady("ann"))
            .When(SitOut("bob", "A")).Then(new TrackSatOut("bob"), Released(Track, "A", 0, "ann"))
            .When(SitOut("ann", "A")).Then(
                new TrackSatOut("ann"),
                new ListenerLeft("ann"),
                Queue("B", "C", "A"),
                Opened(Track, "B", 0, "ann", "bob"),
                new TrackSkipped(1));

    [Fact]
    public void Who_sat_out_and_comes_back_is_waited_for_again() =>
        Given(ARoom, BothAreWaitedFor, [new TrackSatOut("ann")], Gone("ann"))
            .When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false), new MemberJoined("ann"))
            .When(SitOut("ann", "A")).Then(new TrackSatOut("ann"));

    [Fact]
    public void Sitting_out_twice_is_sitting_out_once() =>
        Given(ARoom, BothAreWaitedFor).When(SitOut("ann", "A"), SitOut("ann", "A")).ThenNothing();

    [Fact]
    public void Sitting_out_another_track_is_without_effect()
    {
        Given(ARoom, BothAreWaitedFor).When(SitOut("ann", "B")).ThenNothing();
        Given(ARoom, Playing("A", "ann")).When(SitOut("ann", "B")).ThenNothing();
    }

    [Fact]
    public void Sitting_out_while_paused_is_without_effect() => Given(ARoom, [new Paused(3)]).When(SitOut("ann", "A")).ThenNothing();

    [Fact]
    public void A_listener_who_sits_out_is_no_listener_any_more() =>
        Given(ARoom, Playing("A", "ann", "bob")).When(SitOut("ann", "A")).Then(new TrackSatOut("ann"), new ListenerLeft("ann"))
            .And(s => Assert.Equal(["bob"], s.Listeners));

    [Fact]
    public void Who_sat_out_while_it_played_does_not_return_to_the_sound_by_saying_that_it_sounds() =>
        Given(ARoom, Playing("A", "ann", "bob")).When(SitOut("ann", "A"), Open("ann", "2", sounding: 3)).Then(
            new StreamOpened("ann", "2", false))
            .And(s => Assert.Equal(["bob"], s.Listeners));

    [Fact]
    public void A_second_stream_beside_a_ready_one_has_to_say_again_that_it_is_ready() =>
        Given(ARoom, BothAreWaitedFor, [new MemberReady("ann")])
            .When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false), new MemberJoined("ann"))
            .When(Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon))
            .When(Ack("bob", "A")).Then(new MemberReady("bob"))
            .When(Ack("ann", "A")).Then(new MemberReady("ann"), Released(Track, "A", 0, "ann", "bob"));

    [Fact]
    public void A_ready_member_who_goes_and_returns_has_to_say_again_that_it_is_ready() =>
        Given(ARoom, BothAreWaitedFor, [new MemberReady("ann")])
            .When(Close("ann", "ann"), Open("ann", "2"), Ack("bob", "A")).Then(new MemberReady("bob"));
}
