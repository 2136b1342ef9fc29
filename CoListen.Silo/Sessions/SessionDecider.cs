using static CoListen.Silo.Sessions.SessionCommand;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Sessions;

/// <summary>(state, command) → events, or a rejection. Pure.</summary>
internal static class SessionDecider
{
    /// <summary>
    /// Decides <paramref name="command"/>, then judges what it leaves: a barrier with everybody ready is released, a track that everybody
    /// sat out is skipped.
    /// </summary>
    public static Decision Decide(SessionState state, SessionCommand command)
    {
        if (Refuse(state, command) is { } rejection) return new Decision.Rejected(rejection);

        var decision = new DecisionBuilder(state);
        if (command is ClientCommand { ClientId: var clientId }) Presence.Wake(decision, clientId);

        Apply(decision, command);
        FollowUp.Settle(decision);
        return decision.Accept();
    }

    private static Rejection? Refuse(SessionState state, SessionCommand command) => command switch
    {
        ClientCommand c when !state.Clients.ContainsKey(c.ClientId) => new Rejection.UnknownClient(),
        Remove r when !state.Clients.ContainsKey(r.ClientId) => new Rejection.UnknownClient(),
        Intent i when i.ExpectedEventCount != state.EventCount => new Rejection.Stale(state.EventCount),
        Rejoin r when !state.Released.Contains(r.ClientId) => new Rejection.NotInTheSong(),
        Rejoin r when r.AnchorEvent != state.AnchorEvent => new Rejection.Stale(state.EventCount),
        Rejoin when state.PlayState.Mode == PlayMode.Paused => new Rejection.Stale(state.EventCount),
        AckDownload or SitOut => null,
        Intent when state.Queue.Current is null => new Rejection.EmptyQueue(),
        Nudge n when !state.Queue.Tracks.Contains(n.TrackId, StringComparer.Ordinal) => new Rejection.UnknownTrack(),
        Nudge n when IsCurrent(state, n.TrackId) => new Rejection.AlreadyCurrent(),
        StartNow when state.Barrier is null => new Rejection.NoBarrier(),
        StartNow when FollowUp.ReadyToSound(state).IsEmpty => new Rejection.NobodyReady(),
        _ => null,
    };

    private static void Apply(DecisionBuilder decision, SessionCommand command)
    {
        var state = decision.State;
        switch (command)
        {
            case Play c:
                Playback.OpenBarrier(decision, BarrierType.Resume, c.PositionSec ?? state.PositionSec(c.AnchorAgeSec));
                break;
            case Pause c:
                decision.Add(new Paused(c.PositionSec ?? state.PositionSec(c.AnchorAgeSec)));
                break;
            case Seek c:
                decision.Add(new Seeked(c.PositionSec));
                break;
            case Next:
                Playback.Advance(decision);
                break;
            case Nudge c:
                decision.Add(new QueueChanged(state.Queue.Nudge(c.TrackId)));
                break;
            case StartNow:
                Playback.Release(decision, FollowUp.ReadyToSound(state));
                break;
            case EndGrace when state.PlaysUnheard:
                Playback.StopBeingUnheard(decision);
                break;
            case Reconcile c:
                Playback.Reconcile(decision, c.TrackIds);
                break;
            default:
                ApplyToClients(decision, command);
                break;
        }
    }

    private static void ApplyToClients(DecisionBuilder decision, SessionCommand command)
    {
        switch (command)
        {
            case AckDownload c:
                Presence.Acknowledge(decision, c.ClientId, c.TrackId);
                break;
            case SitOut c:
                Presence.SitOut(decision, c.ClientId, c.TrackId);
                break;
            case Rejoin c:
                Presence.Rejoin(decision, c.ClientId);
                break;
            case Sleep c:
                Presence.Sleep(decision, c.ClientId);
                break;
            case Pair c:
                Presence.Pair(decision, c);
                break;
            case OpenStream c:
                Presence.Open(decision, c);
                break;
            case CloseStream c:
                Presence.Close(decision, c.ClientId, c.StreamId, c.At);
                break;
            case Leave c:
                Presence.Leave(decision, c.ClientId, c.At);
                break;
            case Remove c:
                Presence.Leave(decision, c.ClientId, c.At);
                decision.Add(new ClientForgotten(c.ClientId));
                break;
            case SetAside c:
                Presence.SetAside(decision, c.ClientIds);
                break;
            case Restart:
                decision.Add(new StreamsLost());
                break;
        }
    }

    private static bool IsCurrent(SessionState state, string trackId) =>
        state.Queue.Current == trackId;
}
