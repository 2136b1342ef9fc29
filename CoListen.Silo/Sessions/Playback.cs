using System.Collections.Immutable;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Sessions;

/// <summary>How the room starts, stops and goes on.</summary>
internal static class Playback
{
    /// <summary>Everyone who is here is waited for, to start the current track at the position.</summary>
    public static void OpenBarrier(Draft draft, BarrierType type, double positionSec) =>
        draft.Add(new BarrierOpened(type, draft.State.Queue.Current!, positionSec, draft.State.Active));

    /// <summary>Starts the pending barrier's track with these members.</summary>
    public static void Release(Draft draft, ImmutableSortedSet<string> members)
    {
        var barrier = draft.State.Barrier!;
        draft.Add(new BarrierReleased(barrier.Type, barrier.TrackId, draft.State.PlayState.AnchorPositionSec, members));
    }

    /// <summary>The current track goes to the end (or leaves, if its file is gone); the next one starts behind a barrier.</summary>
    public static void Advance(Draft draft)
    {
        var state = draft.State;
        draft.Add(new QueueChanged(state.CurrentVanished ? state.Queue.DropCurrent() : state.Queue.Advance()));
        StartCurrent(draft);
    }

    /// <summary>Nobody here can sound the current track: on to the next, or pause once every track has been tried.</summary>
    public static void Skip(Draft draft)
    {
        var skips = draft.State.Skips + 1;
        if (draft.State.CurrentVanished)
        {
            // It leaves the queue, so it does not count in the round.
            Advance(draft);
        }
        else if (skips >= draft.State.Queue.Tracks.Length)
        {
            draft.Add(new Paused(0, PauseReasons.NothingPlayable));
        }
        else
        {
            Advance(draft);
            draft.Add(new TrackSkipped(skips));
        }
    }

    /// <summary>Nobody hears the song: it is started again for those who are here, else it pauses.</summary>
    public static void StopBeingUnheard(Draft draft)
    {
        var positionSec = draft.State.PlayState.AnchorPositionSec;
        if (draft.State.Active.IsEmpty)
        {
            draft.Add(new Paused(positionSec, PauseReasons.NobodyListening));
        }
        else
        {
            OpenBarrier(draft, BarrierType.Resume, positionSec);
        }
    }

    /// <summary>Takes the library as it is now into the queue. A current track that sounds stays until it ends.</summary>
    public static void Reconcile(Draft draft, IReadOnlyList<string> library)
    {
        var state = draft.State;
        var sounding = state.PlayState.Mode == PlayMode.Playing ? state.Queue.Current : null;
        var queue = state.Queue.Reconcile(library, sounding);
        var vanished = sounding is not null && !library.Contains(sounding, StringComparer.Ordinal);
        if (!ReferenceEquals(queue, state.Queue))
        {
            draft.Add(new QueueChanged(queue));
        }

        if (vanished != draft.State.CurrentVanished)
        {
            draft.Add(new CurrentVanished(vanished));
        }

        if (state.Queue.Current is not null && !string.Equals(queue.Current, state.Queue.Current, StringComparison.Ordinal))
        {
            LoseCurrent(draft, waiting: state.Barrier is not null);
        }
    }

    private static void LoseCurrent(Draft draft, bool waiting)
    {
        if (waiting)
        {
            StartCurrent(draft);
        }
        else
        {
            draft.Add(new Paused(0, PauseReasons.LibraryChanged));
        }
    }

    private static void StartCurrent(Draft draft)
    {
        if (draft.State.Queue.Current is null)
        {
            draft.Add(new Paused(0, PauseReasons.LibraryChanged));
        }
        else
        {
            OpenBarrier(draft, BarrierType.Track, 0);
        }
    }
}
