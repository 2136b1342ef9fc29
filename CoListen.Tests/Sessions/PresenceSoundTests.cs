using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

/// <summary>Who stays in the sound over lost streams, reloads, leaving and a restart. Ann and bob play A since event 3.</summary>
public sealed class PresenceSoundTests
{
    private static readonly SessionEvent[] BothPlay = Playing("A", "ann", "bob");

    [Fact]
    public void A_phone_that_loses_its_stream_stays_a_listener_for_now() =>
        Given(ARoom, BothPlay).When(Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon))
            .And(s => Assert.Equal(["ann", "bob"], s.Listeners));

    [Fact]
    public void A_phone_that_returns_still_sounding_stays_a_listener() =>
        Given(ARoom, BothPlay, Gone("ann")).When(Open("ann", "2", sounding: 3)).Then(new StreamOpened("ann", "2", true))
            .And(s => Assert.Equal(["ann", "bob"], s.Listeners));

    [Fact]
    public void A_phone_that_returns_silent_is_a_late_joiner() =>
        Given(ARoom, BothPlay, Gone("ann")).When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false), new ListenerLeft("ann"));

    [Fact]
    public void A_phone_that_returns_sounding_from_an_older_anchor_is_a_late_joiner() =>
        Given(ARoom, BothPlay, Gone("ann"), [new Seeked(50)])
            .When(Open("ann", "2", sounding: 3)).Then(new StreamOpened("ann", "2", false), new ListenerLeft("ann"));

    [Fact]
    public void A_nudge_in_between_does_not_cost_a_phone_its_sound() =>
        Given(ARoom, BothPlay, Gone("ann"), [Queue("A", "C", "B")]).When(Open("ann", "2", sounding: 3)).Then(
            new StreamOpened("ann", "2", true));

    [Fact]
    public void A_reload_whose_old_stream_closes_first_is_a_late_joiner() =>
        Given(ARoom, BothPlay).When(Close("ann", "ann"), Open("ann", "2")).Then(
            new StreamOpened("ann", "2", false), new ListenerLeft("ann"));

    [Fact]
    public void A_reload_whose_new_stream_overtakes_the_closing_of_the_old_one_is_a_late_joiner() =>
        Given(ARoom, BothPlay)
            .When(Open("ann", "2")).Then(new StreamOpened("ann", "2", false))
            .When(Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon), new ListenerLeft("ann"));

    [Fact]
    public void A_reconnect_whose_new_stream_overtakes_the_closing_of_the_old_one_stays_in_the_sound() =>
        Given(ARoom, BothPlay)
            .When(Open("ann", "2", sounding: 3)).Then(new StreamOpened("ann", "2", true))
            .When(Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon)).And(s => Assert.Equal(["ann", "bob"], s.Listeners));

    [Fact]
    public void A_silent_second_stream_may_come_and_go() =>
        Given(ARoom, BothPlay).When(Open("ann", "2"), Close("ann", "2")).Then(new StreamClosed("ann", "2", Noon))
            .And(s => Assert.Equal(["ann", "bob"], s.Listeners));

    [Fact]
    public void Every_stream_of_a_member_is_in_the_sound_with_the_release() =>
        Given(ARoom, [new StreamOpened("ann", "2", false)], BothPlay).When(Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon))
            .And(s => Assert.Equal(["ann", "bob"], s.Listeners));

    [Fact]
    public void Who_was_in_the_sound_but_not_in_the_next_release_is_silent() =>
        Given(ARoom, BothPlay, Playing("B", "bob")).When(Open("ann", "2", sounding: 5)).Then(new StreamOpened("ann", "2", false))
            .And(s => Assert.False(s.Clients["ann"].InSound));

    [Fact]
    public void The_room_plays_unheard_only_when_no_listener_is_here()
    {
        Assert.False(Given(ARoom, BothPlay, Gone("ann")).State.PlaysUnheard);
        Assert.True(Given(ARoom, BothPlay, Gone("ann", "bob")).State.PlaysUnheard);
        Assert.True(Given(ARoom, Here("cid"), BothPlay, Gone("ann", "bob")).State.PlaysUnheard);
        Assert.False(Given(ARoom, BothPlay, Gone("ann", "bob"), [new Paused(3)]).State.PlaysUnheard);
    }

    [Fact]
    public void After_the_grace_a_resume_barrier_opens_for_those_who_are_here() =>
        Given(ARoom, Here("cid"), BothPlay, [new Seeked(50)], Gone("ann", "bob")).When(EndGrace()).Then(Opened(Resume, "A", 50, "cid"));

    [Fact]
    public void After_the_grace_a_room_with_nobody_pauses_at_the_anchor() =>
        Given(ARoom, BothPlay, [new Seeked(50)], Gone("ann", "bob")).When(EndGrace()).Then(new Paused(50, PauseReasons.NobodyListening));

    [Fact]
    public void A_listener_who_returns_within_the_grace_ends_it() =>
        Given(ARoom, BothPlay, Gone("ann", "bob")).When(Open("ann", "2", sounding: 3), EndGrace()).ThenNothing();

    [Fact]
    public void A_room_that_does_not_play_has_no_grace_to_end()
    {
        Given(ARoom).When(EndGrace()).ThenNothing();
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), Gone("ann", "bob")).When(EndGrace()).ThenNothing();
    }

    [Fact]
    public void A_listener_who_returns_after_the_grace_is_told_to_join_again() =>
        Given(ARoom, BothPlay, Gone("ann", "bob")).When(EndGrace(), Open("ann", "2", sounding: 3))
            .Then(new StreamOpened("ann", "2", false), new ListenerLeft("ann"));

    [Fact]
    public void Who_leaves_is_gone_at_once_with_all_its_streams() =>
        Given(ARoom, [new StreamOpened("ann", "2", false)], BothPlay).When(Leave("ann"))
            .Then(new ListenerLeft("ann"), new StreamClosed("ann", "2", Noon), new StreamClosed("ann", "ann", Noon))
            .And(s => Assert.Equal(["bob"], s.Listeners));

    [Fact]
    public void Who_leaves_stays_paired() => Given(ARoom).When(Leave("ann")).And(s => Assert.True(s.Clients.ContainsKey("ann")));

    [Fact]
    public void When_the_last_listener_leaves_the_others_are_brought_in_without_grace() =>
        Given(ARoom, Playing("A", "ann")).When(Leave("ann"))
            .Then(new ListenerLeft("ann"), new StreamClosed("ann", "ann", Noon), Opened(Resume, "A", 0, "bob"));

    [Fact]
    public void When_the_last_one_leaves_the_room_pauses_without_grace() =>
        Given(ARoom, Playing("A", "ann"), Gone("bob"), [new Seeked(8)]).When(Leave("ann"))
            .Then(new ListenerLeft("ann"), new StreamClosed("ann", "ann", Noon), new Paused(8, PauseReasons.NobodyListening));

    [Fact]
    public void A_listener_without_a_stream_may_leave_too() =>
        Given(ARoom, Playing("A", "ann"), Gone("ann", "bob")).When(Leave("ann"))
            .Then(new ListenerLeft("ann"), new Paused(0, PauseReasons.NobodyListening));

    [Fact]
    public void Who_leaves_takes_no_grace_from_a_listener_who_lost_its_stream() =>
        Given(ARoom, BothPlay, Gone("bob")).When(Leave("ann")).Then(new ListenerLeft("ann"), new StreamClosed("ann", "ann", Noon))
            .When(Open("bob", "2", sounding: 3)).Then(new StreamOpened("bob", "2", true));

    [Fact]
    public void Who_leaves_a_barrier_is_not_waited_for_any_more() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberReady("bob")]).When(Leave("ann"))
            .Then(new StreamClosed("ann", "ann", Noon), new MemberLeft("ann"), Released(Track, "A", 0, "bob"));

    [Fact]
    public void Who_left_and_claims_to_sound_is_a_late_joiner() =>
        Given(ARoom, BothPlay).When(Leave("ann"), Open("ann", "2", sounding: 3)).Then(new StreamOpened("ann", "2", false));
}
