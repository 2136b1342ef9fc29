using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Sessions;

/// <summary>How the room starts, stops and goes on.</summary>
internal static class Playback
{
    /// <summary>Everyone who is here is waited for, to start the current track at the position.</summary>
    public static void OpenBarrier(DecisionBuilder decision, BarrierType type, double positionSec) =>
        decision.Add(new BarrierOpened(type, decision.State.Queue.Current!, positionSec, decision.State.Active));

    /// <summary>Starts the pending barrier's track with these members.</summary>
    public static void Release(DecisionBuilder decision, ImmutableSortedSet<string> members)
    {
        var barrier = decision.State.Barrier!;
        decision.Add(new BarrierReleased(barrier.Type, barrier.TrackId, decision.State.PlayState.AnchorPositionSec, members));
    }

    /// <summary>The current track goes to the end (or leaves, if its file is gone); the next one starts behind a barrier.</summary>
    public static void Advance(DecisionBuilder decision)
    {
        var state = decision.State;
        decision.Add(new QueueChanged(state.CurrentVanished ? state.Queue.DropCurrent() : state.Queue.Advance()));
        StartCurrent(decision);
    }

    /// <summary>The track that ended last starts behind a barrier; the current one follows (or leaves, if its file is gone).</summary>
    public static void GoBack(DecisionBuilder decision)
    {
        var (state, queue) = (decision.State, decision.State.Queue.GoBack());
        decision.Add(new QueueChanged(state.CurrentVanished ? queue.Without(state.Queue.Current) : queue));
        StartCurrent(decision);
    }

    /// <summary>Nobody here can sound the current track: on to the next, or pause once every track has been tried.</summary>
    public static void Skip(DecisionBuilder decision)
    {
        var skips = decision.State.Skips + 1;
        if (decision.State.CurrentVanished)
        {
            // It leaves the queue, so it does not count in the round.
            Advance(decision);
        }
        else if (skips >= decision.State.Queue.Tracks.Length)
        {
            decision.Add(new Paused(0, PauseReasons.NothingPlayable));
        }
        else
        {
            Advance(decision);
            decision.Add(new TrackSkipped(skips));
        }
    }

    /// <summary>Nobody hears the song: it is started again for those who are here, else it pauses.</summary>
    public static void StopBeingUnheard(DecisionBuilder decision)
    {
        var positionSec = decision.State.PlayState.AnchorPositionSec;
        if (decision.State.Active.IsEmpty)
        {
            decision.Add(new Paused(positionSec, PauseReasons.NobodyListening));
        }
        else
        {
            OpenBarrier(decision, BarrierType.Resume, positionSec);
        }
    }

    /// <summary>The room's music is another. A current track that sounds stays until it ends.</summary>
    /// <param name="decision">What is decided.</param>
    /// <param name="music">Every track id of the room's music.</param>
    /// <param name="takeIn">The queue with this music, from which a track that sounds is not taken.</param>
    public static void Follow(
        DecisionBuilder decision, IReadOnlyList<string> music, Func<IReadOnlyList<string>, string?, PlayQueue> takeIn)
    {
        var state = decision.State;
        var sounding = state.PlayState.Mode == PlayMode.Playing ? state.Queue.Current : null;
        var queue = takeIn(music, sounding);
        var vanished = sounding is not null && !music.Contains(sounding, StringComparer.Ordinal);
        if (!ReferenceEquals(queue, state.Queue)) decision.Add(new QueueChanged(queue));

        if (vanished != decision.State.CurrentVanished) decision.Add(new CurrentVanished(vanished));

        if (state.Queue.Current is not null && queue.Current != state.Queue.Current)
        {
            LoseCurrent(decision, waiting: state.Barrier is not null);
        }
    }

    private static void LoseCurrent(DecisionBuilder decision, bool waiting)
    {
        if (waiting)
        {
            StartCurrent(decision);
        }
        else
        {
            decision.Add(new Paused(0, PauseReasons.LibraryChanged));
        }
    }

    private static void StartCurrent(DecisionBuilder decision)
    {
        if (decision.State.Queue.Current is null)
        {
            decision.Add(new Paused(0, PauseReasons.LibraryChanged));
        }
        else
        {
            OpenBarrier(decision, BarrierType.Track, 0);
        }
    }
}
