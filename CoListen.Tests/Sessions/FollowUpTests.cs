using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

public sealed class FollowUpTests
{
    private static readonly SessionEvent[] AnnIsReady = [new MemberReady("ann")];

    [Fact]
    public void A_barrier_is_released_when_the_last_member_is_ready() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"))
            .When(Ack("bob", "A")).Then(new MemberReady("bob"))
            .When(Ack("ann", "A")).Then(new MemberReady("ann"), Released(Track, "A", 0, "ann", "bob"));

    [Fact]
    public void A_released_barriers_members_become_the_listeners_and_are_in_the_sound() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), AnnIsReady).When(Ack("bob", "A")).And(s =>
        {
            Assert.Null(s.Barrier);
            Assert.Equal(["ann", "bob"], s.Listeners);
            Assert.All(s.Clients.Values, c => Assert.True(c.InSound));
            Assert.Equal(new PlayState(PlayMode.Playing, 0), s.PlayState);
        });

    [Fact]
    public void A_release_raises_eventCount_but_being_ready_does_not() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"))
            .When(Ack("ann", "A")).And(s => Assert.Equal(2, s.EventCount))
            .When(Ack("bob", "A")).And(s => Assert.Equal(3, s.EventCount));

    [Fact]
    public void Phones_that_acknowledge_at_the_same_time_do_not_refuse_each_other() =>
        Given(ARoom, Here("cid"), Waiting(Track, "A", 0, "ann", "bob", "cid"))
            .When(new SessionCommand.AckDownload("ann", 2, "A"), new SessionCommand.AckDownload("bob", 2, "A"))
            .Then(new MemberReady("bob"));

    [Fact]
    public void A_barrier_without_members_waits() => Given([Queue("A")], Paired("ann")).When(Play("ann", 0)).Then(Opened(Resume, "A", 0));

    [Fact]
    public void A_barrier_whose_last_member_leaves_waits_for_whoever_comes() =>
        Given([Queue("A")], Here("ann"), Waiting(Track, "A", 0, "ann"))
            .When(Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon), new MemberLeft("ann"))
            .When(Open("ann", "2"), Ack("ann", "A")).Then(new MemberReady("ann"), Released(Track, "A", 0, "ann"));

    [Fact]
    public void A_member_who_goes_is_not_waited_for_any_more() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), AnnIsReady)
            .When(Close("bob", "bob")).Then(new StreamClosed("bob", "bob", Noon), new MemberLeft("bob"), Released(Track, "A", 0, "ann"));

    [Fact]
    public void A_member_who_is_set_aside_is_not_waited_for_any_more() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), AnnIsReady)
            .When(SetAside("bob")).Then(new MemberStalled("bob"), Released(Track, "A", 0, "ann"));

    [Fact]
    public void A_member_who_sits_out_is_not_waited_for_any_more() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), AnnIsReady)
            .When(SitOut("bob", "A")).Then(new TrackSatOut("bob"), Released(Track, "A", 0, "ann"));

    [Fact]
    public void A_track_that_everyone_here_sits_out_is_skipped() =>
        Given(ARoom, Paired("cid"), Waiting(Track, "A", 0, "ann", "bob"))
            .When(SitOut("ann", "A")).Then(new TrackSatOut("ann"))
            .When(SitOut("bob", "A"))
            .Then(new TrackSatOut("bob"), Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob"), new TrackSkipped(1));

    [Fact]
    public void A_track_is_skipped_when_the_only_one_who_wanted_it_goes() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new TrackSatOut("ann")]).When(Leave("bob")).Then(
            new StreamClosed("bob", "bob", Noon),
            new MemberLeft("bob"),
            Queue("B", "C", "A"),
            Opened(Track, "B", 0, "ann"),
            new TrackSkipped(1));

    [Fact]
    public void A_resumed_track_that_everyone_here_sits_out_is_skipped_too() =>
        Given([Queue("A", "B")], Here("ann"), Waiting(Resume, "A", 30, "ann"))
            .When(SitOut("ann", "A")).Then(new TrackSatOut("ann"), Queue("B", "A"), Opened(Track, "B", 0, "ann"), new TrackSkipped(1));

    [Fact]
    public void A_track_that_everyone_here_sits_out_while_it_plays_is_skipped() =>
        Given(ARoom, Playing("A", "ann", "bob"))
            .When(SitOut("ann", "A")).Then(new TrackSatOut("ann"), new ListenerLeft("ann"))
            .When(SitOut("bob", "A")).Then(
                new TrackSatOut("bob"),
                new ListenerLeft("bob"),
                Queue("B", "C", "A"),
                Opened(Track, "B", 0, "ann", "bob"),
                new TrackSkipped(1));

    [Fact]
    public void A_track_that_a_late_joiner_could_still_sound_is_not_skipped() =>
        Given(ARoom, Playing("A", "ann")).When(SitOut("ann", "A")).Then(new TrackSatOut("ann"), new ListenerLeft("ann"));

    [Fact]
    public void A_track_is_not_skipped_while_a_listener_who_lost_its_stream_may_sound_on() =>
        Given(ARoom, Playing("A", "ann", "bob"), Gone("bob")).When(SitOut("ann", "A")).Then(
            new TrackSatOut("ann"), new ListenerLeft("ann"));

    [Fact]
    public void A_track_is_skipped_when_those_who_did_not_sit_it_out_were_set_aside() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberStalled("bob")])
            .When(SitOut("ann", "A")).Then(
                new TrackSatOut("ann"), Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob"), new TrackSkipped(1));

    [Fact]
    public void A_track_is_skipped_when_the_last_who_did_not_sit_it_out_is_set_aside() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new TrackSatOut("ann")])
            .When(SetAside("bob")).Then(
                new MemberStalled("bob"), Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob"), new TrackSkipped(1));

    [Fact]
    public void A_track_is_not_skipped_when_everyone_was_set_aside_and_nobody_sat_it_out() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberStalled("bob")])
            .When(SetAside("ann")).Then(new MemberStalled("ann"))
            .When(Ack("bob", "A")).Then(new MemberReady("bob"), Released(Track, "A", 0, "bob"));

    [Fact]
    public void Who_sat_out_and_went_does_not_speak_for_those_who_were_set_aside() =>
        Given(ARoom, Here("cid"), Waiting(Track, "A", 0, "ann", "bob", "cid"), [new TrackSatOut("ann"), new MemberStalled("bob")])
            .When(Leave("ann")).Then(new StreamClosed("ann", "ann", Noon))
            .When(SetAside("cid")).Then(new MemberStalled("cid"));

    [Fact]
    public void Nobody_here_is_not_everybody() =>
        Given([Queue("A", "B")], Here("ann"), Waiting(Track, "A", 0, "ann"))
            .When(Leave("ann")).Then(new StreamClosed("ann", "ann", Noon), new MemberLeft("ann"));

    [Fact]
    public void Who_sat_one_track_out_is_waited_for_at_the_next() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new TrackSatOut("bob")])
            .When(Next("ann"), Ack("ann", "B")).Then(new MemberReady("ann"))
            .When(SitOut("ann", "B")).Then(new TrackSatOut("ann"));

    [Fact]
    public void Once_round_the_queue_without_a_playable_track_pauses_and_says_so() =>
        Given([Queue("A", "B", "C")], Here("ann"), Waiting(Track, "A", 0, "ann"))
            .When(SitOut("ann", "A"), SitOut("ann", "B"))
            .Then(new TrackSatOut("ann"), Queue("C", "A", "B"), Opened(Track, "C", 0, "ann"), new TrackSkipped(2))
            .When(SitOut("ann", "C")).Then(new TrackSatOut("ann"), new Paused(0, PauseReasons.NothingPlayable));

    [Fact]
    public void The_only_track_sat_out_by_everyone_pauses() =>
        Given([Queue("A")], Here("ann"), Playing("A", "ann"))
            .When(SitOut("ann", "A")).Then(new TrackSatOut("ann"), new ListenerLeft("ann"), new Paused(0, PauseReasons.NothingPlayable));

    [Fact]
    public void A_track_that_plays_begins_the_round_anew() =>
        Given([Queue("A", "B")], Here("ann"), Waiting(Track, "A", 0, "ann"))
            .When(SitOut("ann", "A"), Ack("ann", "B"), SitOut("ann", "B"))
            .Then(new TrackSatOut("ann"), new ListenerLeft("ann"), Queue("A", "B"), Opened(Track, "A", 0, "ann"), new TrackSkipped(1));

    [Fact]
    public void A_pause_begins_the_round_anew() =>
        Given([Queue("A", "B")], Here("ann"), Waiting(Track, "A", 0, "ann"))
            .When(SitOut("ann", "A"), Pause("ann", 0), Play("ann", 0), SitOut("ann", "B"))
            .Then(new TrackSatOut("ann"), Queue("A", "B"), Opened(Track, "A", 0, "ann"), new TrackSkipped(1));

    [Fact]
    public void A_nudge_begins_the_round_anew_so_that_no_track_is_left_untried() =>
        Given([Queue("A", "B", "C")], Here("ann"), Waiting(Track, "A", 0, "ann"))
            .When(SitOut("ann", "A"), Nudge("ann", "A"), SitOut("ann", "B"), SitOut("ann", "A"))
            .Then(new TrackSatOut("ann"), Queue("C", "B", "A"), Opened(Track, "C", 0, "ann"), new TrackSkipped(2));

    [Fact]
    public void A_next_begins_the_round_anew() =>
        Given([Queue("A", "B", "C")], Here("ann"), Waiting(Track, "A", 0, "ann"))
            .When(SitOut("ann", "A"), Next("ann"), SitOut("ann", "C"), SitOut("ann", "A"))
            .Then(new TrackSatOut("ann"), Queue("B", "C", "A"), Opened(Track, "B", 0, "ann"), new TrackSkipped(2));

    [Fact]
    public void A_library_that_shrinks_begins_the_round_anew() =>
        Given([Queue("A", "B", "C")], Here("ann"), Waiting(Track, "A", 0, "ann"))
            .When(SitOut("ann", "A"), LibraryOf("B", "C"), SitOut("ann", "B"))
            .Then(new TrackSatOut("ann"), Queue("C", "B"), Opened(Track, "C", 0, "ann"), new TrackSkipped(1));

    [Fact]
    public void A_vanished_track_that_everyone_sits_out_leaves_and_does_not_count_in_the_round() =>
        Given([Queue("A", "B", "C")], Here("ann"), Playing("A", "ann"), [new CurrentVanished(true)])
            .When(SitOut("ann", "A"))
            .Then(new TrackSatOut("ann"), new ListenerLeft("ann"), Queue("B", "C"), Opened(Track, "B", 0, "ann"))
            .When(SitOut("ann", "B"))
            .Then(new TrackSatOut("ann"), Queue("C", "B"), Opened(Track, "C", 0, "ann"), new TrackSkipped(1));

    [Fact]
    public void The_last_track_leaves_too_when_it_vanished_and_everyone_sits_it_out() =>
        Given([Queue("A")], Here("ann"), Playing("A", "ann"), [new CurrentVanished(true)])
            .When(SitOut("ann", "A"))
            .Then(new TrackSatOut("ann"), new ListenerLeft("ann"), Queue(), new Paused(0, PauseReasons.LibraryChanged));
}
