using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Tests.Sessions;

/// <summary>The part of <see cref="Invariants"/> that is about the order of the queue, and about who may change it.</summary>
internal static class QueueLaws
{
    /// <summary>What is for hosts is refused to guests, and nothing else is for that reason.</summary>
    public static void OfRefusal(History history, SessionCommand.Intent intent, Rejection? refused)
    {
        var isGuest = IsGuest(history.State, intent);
        var isForHosts = intent is SessionCommand.Play or SessionCommand.Pause or SessionCommand.Seek or SessionCommand.Nudge
            or SessionCommand.Move or SessionCommand.NotTonight or SessionCommand.BringBack or SessionCommand.Shuffle
            or SessionCommand.Previous or SessionCommand.Next { Ended: false };
        history.Require(
            refused is Rejection.HostsOnly ? isGuest && (isForHosts || intent is SessionCommand.Next) : !isGuest || !isForHosts,
            "in a room that belongs to its hosts, guests do what concerns them alone");
    }

    /// <summary>What holds for one event of <paramref name="command"/>, which made history's state out of <paramref name="was"/>.</summary>
    public static void OfEvent(History history, SessionCommand command, SessionState was, SessionEvent happened)
    {
        if (command is SessionCommand.Intent guest && IsGuest(was, guest)) OfGuest(history, guest, was, happened);

        if (command is SessionCommand.ChooseMusic chosen && happened is QueueChanged { Queue: var queue })
        {
            var rest = queue.PlayOrder.Skip(1 + queue.Placed).ToList();
            history.Require(
                chosen.TrackIds.Where(rest.Contains).SequenceEqual(rest), "what nobody placed stands in the order of the chosen music");
        }

        if (happened is not QueueChanged { UndoableBy: { } by } changed) return;

        history.Require(changed.Queue.Current == (was.Queue.Current ?? changed.Queue.Current), "another order has the same current track");
        history.Require(
            SessionDecider.Decide(history.State, new SessionCommand.Undo(by, history.State.EventCount)) is Decision.Accepted undone
            && Describe.Of(SessionEvolver.Apply(history.State, undone.Events).Queue) == Describe.Of(was.Queue),
            "an undone order is the order from before");
    }

    /// <summary>What holds between commands.</summary>
    public static void OfState(History history)
    {
        var queue = history.State.Queue;
        var placed = queue.PlayOrder.Skip(1).Take(queue.Placed).ToList();
        history.Require(queue.Placed >= 0 && placed.Count == queue.Placed, "no more is placed than the queue has");
        history.Require(queue.Wishes.Keys.All(placed.Contains), "every wish is placed");
        history.Require(queue.Rounds.Keys.SequenceEqual(queue.Wishes.Keys, StringComparer.Ordinal), "every wish has its round");
        var rounds = placed.Where(queue.Wishes.ContainsKey).Select(id => queue.Rounds[id]).ToList();
        history.Require(rounds.SequenceEqual(rounds.Order()), "nobody's second wish plays before another's first");
        history.Require(queue.Rounds.Values.All(round => round >= 1), "nobody's wish comes before the first round");
        foreach (var (nudged, wishes) in history.Nudged)
        {
            history.Require(
                wishes.TrueForAll(wish => placed.IndexOf(wish) > placed.IndexOf(nudged)), "no wish overtakes a later nudge");
        }

        history.Require(
            queue.Advance().GoBack().PlayOrder.SequenceEqual(queue.PlayOrder),
            "after the next track, the previous one brings the queue back");
    }

    private static void OfGuest(History history, SessionCommand.Intent guest, SessionState was, SessionEvent happened)
    {
        var goesOn = guest is SessionCommand.SitOut or SessionCommand.Next;
        history.Require(
            happened switch
            {
                Seeked or ClientForgotten or ControlChanged or EvenLoudnessChanged or HostChanged => false,
                Paused e => goesOn && e.Reason is not null,
                BarrierOpened or QueueChanged { UndoableBy: null } => goesOn,
                QueueChanged e => Others(was.Queue, true).SequenceEqual(Others(e.Queue, true))
                    && Others(was.Queue, false).SequenceEqual(Others(e.Queue, false))
                    && was.Queue.PutAside.SequenceEqual(e.Queue.PutAside),
                _ => true,
            },
            "a guest changes nothing but its own");

        IEnumerable<string> Others(PlayQueue queue, bool wishes) => queue.PlayOrder
            .Where(id => IsOthers(was.Queue, id) && IsOthers(history.State.Queue, id) && queue.Wishes.ContainsKey(id) == wishes);

        bool IsOthers(PlayQueue queue, string id) => queue.Wishes.GetValueOrDefault(id) != guest.ClientId;
    }

    private static bool IsGuest(SessionState state, SessionCommand.Intent intent) =>
        state.Control == Control.Hosts && !state.Clients[intent.ClientId].IsHost;
}
