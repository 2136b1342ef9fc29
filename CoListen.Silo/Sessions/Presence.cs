using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Sessions;

/// <summary>Who is here, who is ready, who is in the sound.</summary>
internal static class Presence
{
    /// <summary>
    /// Remembers the client; where too many are remembered, those are forgotten that never had a stream, then those longest away.
    /// </summary>
    public static void Pair(DecisionBuilder decision, SessionCommand.Pair command)
    {
        var clients = decision.State.Clients;
        if (!clients.ContainsKey(command.ClientId))
        {
            // The clients are sorted by id, so the order among equals is always the same.
            var longestAway = clients.Where(c => c.Value.Streams.IsEmpty)
                .OrderByDescending(c => c.Value.NeverConnected).ThenBy(c => c.Value.LastSeen).Select(c => c.Key);
            foreach (var clientId in longestAway.Take(clients.Count - SessionCommand.MaxClients + 1))
            {
                LeaveBarrier(decision, clientId);
                LeaveSound(decision, clientId);
                decision.Add(new ClientForgotten(clientId));
            }
        }

        decision.Add(new ClientPaired(command.ClientId, command.Name, command.TokenHash, command.At));
    }

    /// <summary>
    /// A stream is in the sound when the phone says that it still sounds from the anchor. A listener with no such stream is a
    /// reloaded page, hence silent. A second stream beside a ready one may be a reloaded page too, so it has to say again that it is ready.
    /// </summary>
    public static void Open(DecisionBuilder decision, SessionCommand.OpenStream command)
    {
        var (clientId, before) = (command.ClientId, decision.State);
        var wasActive = before.Clients[clientId].Active;
        var inSound = command.Sounding == before.AnchorEvent && before.Listeners.Contains(clientId);
        decision.Add(new StreamOpened(clientId, command.StreamId, inSound));
        if (before.Barrier is { } barrier && (wasActive ? barrier.Ready.Contains(clientId) : !barrier.Members.Contains(clientId)))
        {
            decision.Add(new MemberJoined(clientId));
        }

        LeaveSoundIfSilent(decision, clientId);
    }

    /// <summary>The last stream takes the client out of the barrier; for its sound it is given time to return.</summary>
    public static void Close(DecisionBuilder decision, string clientId, string streamId, DateTimeOffset at)
    {
        if (!decision.State.Clients.TryGetValue(clientId, out var client) || !client.Streams.ContainsKey(streamId))
        {
            return;
        }

        decision.Add(new StreamClosed(clientId, streamId, at));
        if (decision.State.Clients[clientId].Active)
        {
            LeaveSoundIfSilent(decision, clientId);
        }
        else
        {
            LeaveBarrier(decision, clientId);
        }
    }

    /// <summary>Goes at once. A room that only this client heard does not play on for nobody.</summary>
    public static void Leave(DecisionBuilder decision, string clientId, DateTimeOffset at)
    {
        if (!decision.State.Clients.TryGetValue(clientId, out var client)) return;

        LeaveSound(decision, clientId);
        foreach (var streamId in client.Streams.Keys)
        {
            decision.Add(new StreamClosed(clientId, streamId, at));
        }

        LeaveBarrier(decision, clientId);
        if (decision.State is { PlayState.Mode: PlayMode.Playing, Listeners.IsEmpty: true })
        {
            Playback.StopBeingUnheard(decision);
        }
    }

    /// <summary>Takes the caller's word that it can sound the barrier's track at once.</summary>
    public static void Acknowledge(DecisionBuilder decision, string clientId, string trackId)
    {
        if (decision.State.Barrier is not { } barrier || !Waits(barrier, trackId) || barrier.Ready.Contains(clientId))
        {
            return;
        }

        if (barrier.Members.Contains(clientId) || decision.State.Clients[clientId].Active)
        {
            decision.Add(new MemberReady(clientId));
        }
    }

    /// <summary>Takes the caller's word that it cannot sound the track that starts or plays.</summary>
    public static void SitOut(DecisionBuilder decision, string clientId, string trackId, SilenceReason? reason)
    {
        var state = decision.State;
        var concerned = state.Barrier is { } barrier
            ? Waits(barrier, trackId)
            : state.PlayState.Mode == PlayMode.Playing && state.Queue.Current == trackId;
        if (!concerned || state.SatOut.Contains(clientId)) return;

        decision.Add(new TrackSatOut(clientId, reason));
        if (state.Barrier is null) LeaveSound(decision, clientId);
    }

    /// <summary>Who knows where the song is sounds again, without a barrier.</summary>
    public static void Rejoin(DecisionBuilder decision, string clientId)
    {
        var (state, client) = (decision.State, decision.State.Clients[clientId]);
        if (!state.Listeners.Contains(clientId) || client is { Active: true, InSound: false }) decision.Add(new ListenerReturned(clientId));
    }

    /// <summary>A page that is frozen neither downloads nor sounds, and hears of nothing: the room goes on without it.</summary>
    public static void Sleep(DecisionBuilder decision, string clientId, SilenceReason? reason)
    {
        if (!decision.State.IsActive(clientId)) return;

        decision.Add(new ClientSlept(clientId, reason));
        LeaveBarrier(decision, clientId);
        LeaveSound(decision, clientId);
    }

    /// <summary>A client that says something is awake: a pending barrier waits for it again.</summary>
    public static void Wake(DecisionBuilder decision, string clientId)
    {
        if (!decision.State.Clients[clientId].Asleep) return;

        decision.Add(new ClientWoke(clientId));
        if (decision.State.Barrier is not null) decision.Add(new MemberJoined(clientId));
    }

    /// <summary>The barrier waits no longer for these; one that has not even come back after a restart is dropped.</summary>
    public static void SetAside(DecisionBuilder decision, IReadOnlyList<string> clientIds)
    {
        foreach (var clientId in clientIds)
        {
            if (decision.State.Barrier is not { } barrier || !barrier.Members.Contains(clientId)) continue;

            if (!decision.State.IsActive(clientId))
            {
                decision.Add(new MemberLeft(clientId));
            }
            else if (!barrier.Ready.Contains(clientId))
            {
                decision.Add(new MemberStalled(clientId));
            }
        }
    }

    private static bool Waits(Barrier barrier, string trackId) => barrier.TrackId == trackId;

    private static void LeaveBarrier(DecisionBuilder decision, string clientId)
    {
        if (decision.State.Barrier is { } barrier && (barrier.Members.Contains(clientId) || barrier.SetAside.Contains(clientId)))
        {
            decision.Add(new MemberLeft(clientId));
        }
    }

    private static void LeaveSound(DecisionBuilder decision, string clientId)
    {
        if (decision.State.Listeners.Contains(clientId)) decision.Add(new ListenerLeft(clientId));
    }

    private static void LeaveSoundIfSilent(DecisionBuilder decision, string clientId)
    {
        if (!decision.State.Clients[clientId].InSound) LeaveSound(decision, clientId);
    }
}
