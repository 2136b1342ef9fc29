using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Sessions;

/// <summary>Who is here, who is ready, who is in the sound.</summary>
internal static class Presence
{
    /// <summary>Remembers the client; where too many are remembered, those longest away are forgotten.</summary>
    public static void Pair(Draft draft, SessionCommand.Pair command)
    {
        var clients = draft.State.Clients;
        if (!clients.ContainsKey(command.ClientId))
        {
            var longestAway = clients.Where(c => !c.Value.Active).OrderBy(c => c.Value.LastSeen).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key);
            foreach (var clientId in longestAway.Take(clients.Count - SessionCommand.MostClients + 1))
            {
                LeaveBarrier(draft, clientId);
                LeaveSound(draft, clientId);
                draft.Add(new ClientForgotten(clientId));
            }
        }

        draft.Add(new ClientPaired(command.ClientId, command.Name, command.TokenHash, command.At));
    }

    /// <summary>
    /// A stream is in the sound when the phone says that it still sounds from the anchor. A listener with no such stream is a
    /// reloaded page, hence silent. A second stream beside a ready one may be a reloaded page too, so it has to say again that it is ready.
    /// </summary>
    public static void Open(Draft draft, SessionCommand.OpenStream command)
    {
        var (clientId, before) = (command.ClientId, draft.State);
        var wasActive = before.Clients[clientId].Active;
        var inSound = command.Sounding == before.AnchorEvent && before.Listeners.Contains(clientId);
        draft.Add(new StreamOpened(clientId, command.StreamId, inSound));
        if (before.Barrier is { } barrier && (wasActive ? barrier.Ready.Contains(clientId) : !barrier.Members.Contains(clientId)))
        {
            draft.Add(new MemberJoined(clientId));
        }

        LeaveSoundIfSilent(draft, clientId);
    }

    /// <summary>The last stream takes the client out of the barrier; for its sound it is given time to return.</summary>
    public static void Close(Draft draft, string clientId, string streamId, DateTimeOffset at)
    {
        if (!draft.State.Clients.TryGetValue(clientId, out var client) || !client.Streams.ContainsKey(streamId))
        {
            return;
        }

        draft.Add(new StreamClosed(clientId, streamId, at));
        if (draft.State.Clients[clientId].Active)
        {
            LeaveSoundIfSilent(draft, clientId);
        }
        else
        {
            LeaveBarrier(draft, clientId);
        }
    }

    /// <summary>Goes at once. A room that only this client heard does not play on for nobody.</summary>
    public static void Leave(Draft draft, string clientId, DateTimeOffset at)
    {
        if (!draft.State.Clients.TryGetValue(clientId, out var client))
        {
            return;
        }

        LeaveSound(draft, clientId);
        foreach (var streamId in client.Streams.Keys)
        {
            draft.Add(new StreamClosed(clientId, streamId, at));
        }

        LeaveBarrier(draft, clientId);
        if (draft.State is { PlayState.Mode: PlayMode.Playing, Listeners.IsEmpty: true })
        {
            Playback.StopBeingUnheard(draft);
        }
    }

    /// <summary>Takes the caller's word that it can sound the barrier's track at once.</summary>
    public static void Acknowledge(Draft draft, string clientId, string trackId)
    {
        if (draft.State.Barrier is not { } barrier || !Waits(barrier, trackId) || barrier.Ready.Contains(clientId))
        {
            return;
        }

        if (barrier.Members.Contains(clientId) || draft.State.Clients[clientId].Active)
        {
            draft.Add(new MemberReady(clientId));
        }
    }

    /// <summary>Takes the caller's word that it cannot sound the track that starts or plays.</summary>
    public static void SitOut(Draft draft, string clientId, string trackId)
    {
        var state = draft.State;
        var concerned = state.Barrier is { } barrier
            ? Waits(barrier, trackId)
            : state.PlayState.Mode == PlayMode.Playing && string.Equals(state.Queue.Current, trackId, StringComparison.Ordinal);
        if (!concerned || state.SatOut.Contains(clientId))
        {
            return;
        }

        draft.Add(new TrackSatOut(clientId));
        if (state.Barrier is null)
        {
            LeaveSound(draft, clientId);
        }
    }

    /// <summary>The barrier waits no longer for these; one that has not even come back after a restart is dropped.</summary>
    public static void SetAside(Draft draft, IReadOnlyList<string> clientIds)
    {
        foreach (var clientId in clientIds)
        {
            if (draft.State.Barrier is not { } barrier || !barrier.Members.Contains(clientId))
            {
                continue;
            }

            if (!draft.State.Active.Contains(clientId))
            {
                draft.Add(new MemberLeft(clientId));
            }
            else if (!barrier.Ready.Contains(clientId))
            {
                draft.Add(new MemberStalled(clientId));
            }
        }
    }

    private static bool Waits(Barrier barrier, string trackId) => string.Equals(barrier.TrackId, trackId, StringComparison.Ordinal);

    private static void LeaveBarrier(Draft draft, string clientId)
    {
        if (draft.State.Barrier is { } barrier && (barrier.Members.Contains(clientId) || barrier.SetAside.Contains(clientId)))
        {
            draft.Add(new MemberLeft(clientId));
        }
    }

    private static void LeaveSound(Draft draft, string clientId)
    {
        if (draft.State.Listeners.Contains(clientId))
        {
            draft.Add(new ListenerLeft(clientId));
        }
    }

    private static void LeaveSoundIfSilent(Draft draft, string clientId)
    {
        if (!draft.State.Clients[clientId].InSound)
        {
            LeaveSound(draft, clientId);
        }
    }
}
