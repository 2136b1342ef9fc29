using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionDsl;
using static CoListen.Tests.Sessions.SessionSpecification;

namespace CoListen.Tests.Sessions;

/// <summary>Rooms that belong to their hosts. What is for whom stands in <see cref="SessionDeciderTableTests"/>.</summary>
public sealed class ControlTests
{
    private static readonly SessionEvent[] Hosted =
        [Queue("A", "B", "C"), .. Here("ann", "bob", "cid"), new ControlChanged(Control.Hosts)];

    private static readonly SessionEvent[] TheNext = [Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob", "cid")];

    [Fact]
    public void A_stale_command_of_a_guest_is_called_stale() =>
        Given(Hosted).When(new SessionCommand.Pause("ann", 9, 5)).ThenRejected(new Rejection.Stale(1));

    [Fact]
    public void Who_is_made_a_host_may_do_everything_until_made_a_guest_again() =>
        Given(Hosted)
            .When(new SessionCommand.SetHost("ann", IsHost: true), Pause("ann", 5)).Then(new Paused(5))
            .When(new SessionCommand.SetHost("ann", IsHost: false), Pause("ann", 6)).ThenRejected(new Rejection.HostsOnly())
            .When(new SessionCommand.SetControl(Control.Everyone), Pause("ann", 7)).Then(new Paused(7));

    [Fact]
    public void A_guest_undoes_its_own_wish() =>
        Given(Hosted).When(Wish("ann", "C"), Undo("ann")).Then(Queue("A", "B", "C"));

    [Fact]
    public void What_somebody_did_before_the_room_was_the_hosts_is_not_undone_by_a_guest() =>
        Given(ARoom).When(Nudge("ann", "C"), new SessionCommand.SetControl(Control.Hosts), Undo("ann"))
            .ThenRejected(new Rejection.NothingToUndo());

    [Fact]
    public void A_song_ends_when_more_than_half_of_the_guests_in_the_sound_have_heard_its_end() =>
        Given(Hosted, Playing("A", "ann", "bob", "cid"))
            .When(Ended("ann")).Then(new TrackHeardOut("ann"))
            .When(Ended("ann")).ThenNothing()
            .When(Ended("bob")).Then([new TrackHeardOut("bob"), .. TheNext])
            .When(new SessionCommand.Next("cid", 4, Ended: true)).ThenRejected(new Rejection.Stale(5));

    [Fact]
    public void A_guest_that_hears_the_song_alone_ends_it() =>
        Given(Hosted, Playing("A", "ann")).When(Ended("ann")).Then([new TrackHeardOut("ann"), .. TheNext]);

    [Fact]
    public void A_host_ends_a_song_by_its_word_alone() =>
        Given(Hosted, [new HostChanged("ann", true)], Playing("A", "ann", "bob", "cid")).When(Ended("ann")).Then(TheNext);

    [Fact]
    public void A_song_ends_when_those_who_have_not_heard_its_end_fall_silent() =>
        Given(Hosted, Playing("A", "ann", "bob")).When(Ended("ann"), SitOut("bob", "A"))
            .Then([new TrackSatOut("bob"), new ListenerLeft("bob"), .. TheNext]);

    [Fact]
    public void A_guest_that_is_not_in_the_sound_ends_nothing()
    {
        Given(Hosted, Playing("A", "ann")).When(Ended("bob")).ThenRejected(new Rejection.HostsOnly());
        Given(Hosted, Playing("A", "ann"), [new Paused(5)]).When(Ended("ann")).ThenRejected(new Rejection.HostsOnly());
        Given(Hosted, Playing("A", "ann")).When(Next("ann")).ThenRejected(new Rejection.HostsOnly());
    }

    [Fact]
    public void Who_heard_the_end_has_to_say_so_again_after_the_anchor_was_set() =>
        Given(Hosted, [new HostChanged("cid", true)], Playing("A", "ann", "bob", "cid"))
            .When(Ended("ann"), Seek("cid", 3), Ended("bob")).Then(new TrackHeardOut("bob"));
}
