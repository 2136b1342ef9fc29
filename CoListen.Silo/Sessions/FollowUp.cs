namespace CoListen.Silo.Sessions;

/// <summary>What follows by itself from who is here and who is ready. Asked after every command.</summary>
internal static class FollowUp
{
    /// <summary>The members who said they are ready and are here: after a restart some may not be back yet.</summary>
    public static ImmutableSortedSet<string> ReadyToSound(SessionState state) =>
        state.Barrier is null ? ClientIds.Empty : ClientIds.From(state.Barrier.Ready.Where(state.IsActive));

    /// <summary>
    /// Releases a barrier that has everybody; goes on from a track that everybody sat out, or that most guests have heard to its end.
    /// </summary>
    public static void Settle(DecisionBuilder decision)
    {
        var state = decision.State;
        if (state.Barrier is { Members.IsEmpty: false } barrier && ReadyToSound(state).SetEquals(barrier.Members))
        {
            Playback.Release(decision, barrier.Members);
        }
        else if (EverybodySatOut(state))
        {
            Playback.Skip(decision);
        }
        else if (MostHeardItOut(state))
        {
            Playback.Advance(decision);
        }
    }

    /// <summary>
    /// A song's end needs no host, and no single guest decides it: more than half of those who are in the sound have heard it. The server
    /// itself does not know how long a song is.
    /// </summary>
    private static bool MostHeardItOut(SessionState state)
    {
        var sounding = state.HeardOut.IsEmpty ? ClientIds.Empty : ClientIds.From(state.Listeners.Where(state.IsActive));
        return sounding.Intersect(state.HeardOut).Count * 2 > sounding.Count;
    }

    private static bool EverybodySatOut(SessionState state)
    {
        var stillWanted = state.Barrier is not null
            ? !state.Barrier.Members.IsEmpty
            : state.PlayState.Mode == PlayMode.Paused || !state.Listeners.IsEmpty;
        // Who was set aside has been given up waiting for, so it holds nobody up; but somebody has to have said that the track is no good.
        var without = state.SatOut.Union(state.Barrier?.SetAside ?? ClientIds.Empty);
        return !stillWanted && state.SatOut.Any(state.IsActive) && state.Active.IsSubsetOf(without);
    }
}
