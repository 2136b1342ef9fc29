using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

public sealed class SessionEvolverTests
{
    private static readonly SessionState Room = SessionEvolver.Apply(
        SessionState.Fresh,
        [.. ARoom, .. Playing("A", "ann"), Opened(Track, "A", 0, "ann", "bob"), .. Here("dov"), new ClientSlept("dov")]);

    private static readonly SessionEvent[] Versioned =
        [Opened(Track, "A", 0, "ann"), Released(Track, "A", 0, "ann"), new Paused(1), new Seeked(2), Queue("C", "B", "A")];

    private static readonly SessionEvent[] Facts =
    [
        new ClientPaired("cid", "Cid", "hash", Noon), new ClientForgotten("bob"), new StreamOpened("bob", "2", true), new StreamClosed(
            "bob", "bob", Noon),
        new StreamsLost(), new MemberJoined("cid"), new MemberReady("ann"), new MemberLeft("ann"), new MemberStalled("ann"),
        new TrackSatOut("ann"),
        new ListenerReturned("bob"), new ClientSlept("ann"), new ClientWoke("dov"),
        new ListenerLeft("ann"), new TrackSkipped(1), new CurrentVanished(true), new TrackHeardOut("ann"),
        new ClientRenamed("ann", "Anne"), new HostChanged("ann", true), new ControlChanged(Control.Hosts),
        new EvenLoudnessChanged(false),
        Chosen("Duets"),
    ];

    [Fact]
    public void Opening_releasing_pausing_seeking_and_reordering_raise_eventCount_by_one() =>
        Assert.All(Versioned, e => Assert.Equal(Room.EventCount + 1, SessionEvolver.Apply(Room, e).EventCount));

    [Fact]
    public void Who_is_here_and_who_is_ready_does_not_raise_eventCount() =>
        Assert.All(Facts, e => Assert.Equal(Room.EventCount, SessionEvolver.Apply(Room, e).EventCount));

    [Fact]
    public void Every_event_changes_the_state() =>
        Assert.All(
            [.. Versioned, .. Facts],
            e => Assert.False(
                string.Equals(Describe.Of(Room), Describe.Of(SessionEvolver.Apply(Room, e)), StringComparison.Ordinal), Describe.Of(e)));

    [Fact]
    public void Every_event_is_either_versioned_or_a_fact() =>
        Assert.Equal(
            Named(typeof(SessionEvent).GetNestedTypes().Where(t => !t.IsAbstract)),
            Named(Versioned.Concat(Facts).Select(e => e.GetType())));

    [Fact]
    public void Release_pause_and_seek_set_the_anchor_and_its_event()
    {
        foreach (var (happened, mode, positionSec) in new[]
        {
            (Released(Track, "A", 7, "ann"), PlayMode.Playing, 7.0), (new Paused(8), PlayMode.Paused, 8), (
                new Seeked(9), PlayMode.Paused, 9),
        })
        {
            var state = SessionEvolver.Apply(Room, happened);
            Assert.Equal(Room.EventCount + 1, state.AnchorEvent);
            Assert.Equal(new PlayState(mode, positionSec), state.PlayState);
        }
    }

    [Fact]
    public void Opening_a_barrier_or_reordering_does_not_set_the_anchors_event() =>
        Assert.All(
            [Opened(Resume, "A", 5, "ann"), Queue("B")], e => Assert.Equal(Room.AnchorEvent, SessionEvolver.Apply(Room, e).AnchorEvent));

    [Fact]
    public void An_event_about_nobody_known_or_no_barrier_changes_nothing()
    {
        var room = SessionEvolver.Apply(SessionState.Fresh, ARoom);
        foreach (var happened in new SessionEvent[]
        {
            new ClientForgotten("x"), new ClientRenamed("x", "X"), new HostChanged("x", true), new StreamOpened("x", "1", false),
            new StreamClosed("x", "1", Noon), new MemberJoined("ann"), new MemberReady("ann"), new MemberLeft("ann"),
            new MemberStalled("ann"), new ListenerLeft("ann"), new CurrentVanished(false),
        })
        {
            Assert.Equal(Describe.Of(room), Describe.Of(SessionEvolver.Apply(room, happened)));
        }
    }

    private static string Named(IEnumerable<Type> types) => string.Join(' ', types.Select(t => t.Name).Order(StringComparer.Ordinal));
}
