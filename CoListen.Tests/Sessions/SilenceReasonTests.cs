using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionDsl;
using static CoListen.Tests.Sessions.SessionSpecification;

namespace CoListen.Tests.Sessions;

public sealed class SilenceReasonTests
{
    private static readonly SessionEvent[] Both = [.. ARoom, .. Playing("A", "ann", "bob")];
    private static readonly SessionEvent[] AnnCannot = [.. Both, new TrackSatOut("ann", SilenceReason.Format)];
    private static readonly SessionEvent[] AnnPaused = [.. Both, new ClientSlept("ann", SilenceReason.Paused)];

    [Fact]
    public void Why_a_phone_sits_a_track_out_is_remembered_with_the_track()
    {
        Assert.Equal(new SatOutTrack("A", SilenceReason.Format), Why(AnnCannot));
        Assert.Equal(new SatOutTrack("A", SilenceReason.Paused), Why(AnnPaused));
        Assert.Equal("A", Why([.. AnnCannot, Queue("B", "A")])!.TrackId);
    }

    [Fact]
    public void A_phone_that_gives_no_reason_has_none()
    {
        Assert.Null(Why([.. Both, new TrackSatOut("ann")]));
        Assert.Null(Why([.. AnnCannot, new TrackSatOut("ann")]));
    }

    [Fact]
    public void The_reason_ends_when_the_phone_wakes_is_ready_sounds_again_or_goes()
    {
        Assert.Null(Why([.. AnnPaused, new ClientWoke("ann")]));
        Assert.Null(Why([.. AnnCannot, new MemberJoined("ann")]));
        Assert.Null(Why([.. AnnCannot, new MemberReady("ann")]));
        Assert.Null(Why([.. AnnCannot, new ListenerReturned("ann")]));
        Assert.Null(Why([.. AnnCannot, .. Gone("ann")]));
        Assert.NotNull(Why([.. AnnCannot, new ListenerLeft("ann")]));
    }

    [Fact]
    public void A_new_name_wakes_nobody() =>
        Given(ARoom, [new ClientSlept("ann")]).When(new SessionCommand.Rename("ann", "Anne")).Then(new ClientRenamed("ann", "Anne"));

    private static SatOutTrack? Why(params SessionEvent[] happened) =>
        SessionEvolver.Apply(SessionState.Fresh, happened).Clients["ann"].SatOut;
}
