using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

/// <summary>Who fell silent comes back alone; whose page is frozen is not waited for. Ann and bob play A since event 3.</summary>
public sealed class PresenceRejoinTests
{
    private static readonly SessionEvent[] BothPlay = Playing("A", "ann", "bob");
    private static readonly SessionEvent[] AnnFellSilent = [new TrackSatOut("ann"), new ListenerLeft("ann")];

    [Fact]
    public void A_member_that_sat_the_song_out_sounds_again_without_a_barrier() =>
        Given(ARoom, BothPlay, AnnFellSilent).When(Rejoin("ann", 3)).Then(new ListenerReturned("ann"))
            .And(s => Assert.Equal(["ann", "bob"], s.Listeners))
            .And(s => Assert.Empty(s.SatOut))
            .And(s => Assert.True(s.Clients["ann"].InSound))
            .And(s => Assert.Equal(3, s.EventCount));

    [Fact]
    public void A_member_whose_stream_came_back_silent_sounds_again() =>
        Given(ARoom, BothPlay).When(Close("ann", "ann"), Open("ann", "2"), Rejoin("ann", 3)).Then(new ListenerReturned("ann"))
            .And(s => Assert.True(s.Clients["ann"].InSound));

    [Fact]
    public void After_a_seek_a_silent_member_comes_back_from_the_new_anchor_only() =>
        Given(ARoom, BothPlay, AnnFellSilent, [new Seeked(50)])
            .When(Rejoin("ann", 3)).ThenRejected(new Rejection.Stale(4))
            .When(Rejoin("ann", 4)).Then(new ListenerReturned("ann"));

    [Fact]
    public void A_late_joiner_waits_for_the_next_song() =>
        Given(ARoom, BothPlay, Here("cid")).When(Rejoin("cid", 3)).ThenRejected(new Rejection.NotInTheSong());

    [Fact]
    public void A_paused_song_is_nothing_to_come_back_into() =>
        Given(ARoom, BothPlay, AnnFellSilent, [new Paused(10)]).When(Rejoin("ann", 4)).ThenRejected(new Rejection.Stale(4));

    [Fact]
    public void A_room_that_its_last_listener_left_is_heard_again_when_it_comes_back() =>
        Given(ARoom, Playing("A", "ann"), [new ListenerLeft("ann")]).And(s => Assert.True(s.PlaysUnheard))
            .When(Rejoin("ann", 3)).And(s => Assert.False(s.PlaysUnheard));

    [Fact]
    public void A_barrier_does_not_wait_for_a_phone_that_falls_asleep() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberReady("bob")])
            .When(Sleep("ann"))
            .Then(new ClientSlept("ann"), new MemberLeft("ann"), Released(Track, "A", 0, "bob"));

    [Fact]
    public void A_barrier_opens_without_those_who_are_asleep() =>
        Given(ARoom, [new ClientSlept("ann")]).When(Play("bob", 5)).Then(Opened(Resume, "A", 5, "bob"));

    [Fact]
    public void Whatever_a_phone_says_wakes_it_and_a_barrier_waits_for_it_again() =>
        Given(ARoom, [new ClientSlept("ann")], Waiting(Track, "A", 0, "bob"))
            .When(Ack("ann", "A")).Then(new ClientWoke("ann"), new MemberJoined("ann"), new MemberReady("ann"))
            .And(s => Assert.Equal(["ann", "bob"], s.Barrier!.Members));

    [Fact]
    public void A_new_stream_wakes_a_phone() =>
        Given(ARoom, [new ClientSlept("ann")], Waiting(Track, "A", 0, "bob"))
            .When(Open("ann", "2")).Then(new ClientWoke("ann"), new MemberJoined("ann"), new StreamOpened("ann", "2", false));

    [Fact]
    public void A_phone_that_loses_its_last_stream_while_asleep_is_away_and_not_asleep() =>
        Given(ARoom, [new ClientSlept("ann")]).When(Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon))
            .And(s => Assert.False(s.Clients["ann"].Asleep));

    [Fact]
    public void A_phone_without_a_stream_cannot_fall_asleep() =>
        Given(ARoom, Gone("ann")).When(Sleep("ann")).ThenNothing();
}
