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
        if (command is ClientCommand { ClientId: not HostScreen and var clientId }) Presence.Wake(decision, clientId);

        Apply(decision, command);
        FollowUp.Settle(decision);
        return decision.Accept();
    }

    private static Rejection? Refuse(SessionState state, SessionCommand command) => command switch
    {
        ClientCommand { ClientId: not HostScreen } c when !state.Clients.ContainsKey(c.ClientId) => new Rejection.UnknownClient(),
        Rename r when !state.Clients.ContainsKey(r.ClientId) => new Rejection.UnknownClient(),
        SetHost h when !state.Clients.ContainsKey(h.ClientId) => new Rejection.UnknownClient(),
        Remove r when !state.Clients.ContainsKey(r.ClientId) => new Rejection.UnknownClient(),
        Intent i when i.ExpectedEventCount != state.EventCount => new Rejection.Stale(state.EventCount),
        Reconcile r when !r.Music.SequenceEqual(state.Music) => new Rejection.OtherMusic(),
        Rejoin r when !state.Released.Contains(r.ClientId) => new Rejection.NotInTheSong(),
        Rejoin r when r.AnchorEvent != state.AnchorEvent => new Rejection.Stale(state.EventCount),
        Rejoin when state.PlayState.Mode == PlayMode.Paused => new Rejection.Stale(state.EventCount),
        Intent i when state.IsGuest(i.ClientId) && !IsForGuests(state, i) => new Rejection.HostsOnly(),
        AckDownload or SitOut => null,
        BringBack b => state.Queue.PutAside.Contains(b.TrackId, StringComparer.Ordinal) ? null : new Rejection.UnknownTrack(),
        Undo u => state.Undo?.ClientId == u.ClientId ? null : new Rejection.NothingToUndo(),
        Intent when state.Queue.Current is null => new Rejection.EmptyQueue(),
        TrackIntent t when !state.Queue.Has(t.TrackId) => new Rejection.UnknownTrack(),
        Move m when m.AfterTrackId == m.TrackId || !state.Queue.Has(m.AfterTrackId) => new Rejection.UnknownTrack(),
        Unwish u => state.Queue.Wishes.GetValueOrDefault(u.TrackId) == u.ClientId ? null : new Rejection.NotYourWish(),
        TrackIntent t when t.TrackId == state.Queue.Current => new Rejection.AlreadyCurrent(),
        Wish w when state.Queue.HasPlaced(w.TrackId) => new Rejection.AlreadyComing(),
        StartNow when state.Barrier is null => new Rejection.NoBarrier(),
        StartNow when FollowUp.ReadyToSound(state).IsEmpty => new Rejection.NobodyReady(),
        _ => null,
    };

    /// <summary>
    /// What a guest may ask for in a room that belongs to its hosts: what concerns the guest alone, and the next song where it has heard
    /// this one to its end.
    /// </summary>
    private static bool IsForGuests(SessionState state, Intent intent) =>
        intent is Wish or Unwish or Undo or AckDownload or SitOut or StartNow
        || (intent is Next { Ended: true } && state.PlayState.Mode == PlayMode.Playing && state.Listeners.Contains(intent.ClientId));

    /// <summary>The queue in the order that somebody asks for; null when the command asks for none.</summary>
    private static PlayQueue? Reorder(SessionState state, SessionCommand command) => command switch
    {
        Nudge c => state.Queue.Nudge(c.TrackId),
        Wish c => state.Queue.Wish(c.TrackId, c.ClientId),
        Unwish c => state.Queue.Unwish(c.TrackId),
        Move c => state.Queue.Move(c.TrackId, c.AfterTrackId),
        NotTonight c => state.Queue.TakeOut(c.TrackId),
        BringBack c => state.Queue.BringBack(c.TrackId),
        Shuffle c => state.Queue.Shuffle(c.Seed),
        Undo => state.Undo!.Queue,
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
            case Next c when state.IsGuest(c.ClientId):
                if (!state.HeardOut.Contains(c.ClientId)) decision.Add(new TrackHeardOut(c.ClientId));

                break;
            case Next:
                Playback.Advance(decision);
                break;
            case Previous:
                Playback.GoBack(decision);
                break;
            case Intent c when Reorder(state, c) is { } queue:
                decision.Add(new QueueChanged(queue, c.ClientId));
                break;
            case StartNow:
                Playback.Release(decision, FollowUp.ReadyToSound(state));
                break;
            case EndGrace when state.PlaysUnheard:
                Playback.StopBeingUnheard(decision);
                break;
            case Reconcile { IsPart: true } c:
                Playback.Follow(
                    decision, [.. state.Queue.Tracks, .. state.Queue.PutAside, .. c.TrackIds], state.Queue.Reconcile);
                break;
            case Reconcile c:
                Playback.Follow(decision, c.TrackIds, state.Queue.Reconcile);
                break;
            case ChooseMusic c:
                decision.Add(new MusicChosen(c.Music));
                Playback.Follow(decision, c.TrackIds, state.Queue.Choose);
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
                Presence.SitOut(decision, c.ClientId, c.TrackId, c.Reason);
                break;
            case Rejoin c:
                Presence.Rejoin(decision, c.ClientId);
                break;
            case Rename c:
                decision.Add(new ClientRenamed(c.ClientId, c.Name));
                break;
            case SetHost c:
                decision.Add(new HostChanged(c.ClientId, c.IsHost));
                break;
            case SetControl c:
                decision.Add(new ControlChanged(c.Control));
                break;
            case SetEvenLoudness c:
                decision.Add(new EvenLoudnessChanged(c.IsOn));
                break;
            case Sleep c:
                Presence.Sleep(decision, c.ClientId, c.Reason);
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
}
