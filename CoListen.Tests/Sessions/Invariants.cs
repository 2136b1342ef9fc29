using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Tests.Sessions;

/// <summary>What holds at every step of every history.</summary>
internal static class Invariants
{
    /// <summary>One of the five events that version intent, by their names in the design rather than by their type's base.</summary>
    public static bool IsIntent(SessionEvent happened) => happened is BarrierOpened or BarrierReleased or Paused or Seeked or QueueChanged;

    /// <summary>A stale intent is refused with the count that is; a current one never for that reason.</summary>
    public static void OfRefusal(History history, SessionCommand command, Decision decision)
    {
        var refused = (decision as Decision.Rejected)?.Rejection;
        if (command is not SessionCommand.Intent intent)
        {
            history.Require(
                refused is null or Rejection.UnknownClient || command is SessionCommand.Rejoin
                    || (refused is Rejection.OtherMusic
                        && command is SessionCommand.Reconcile r && !r.Music.SequenceEqual(history.State.Music)),
                "what is a fact is refused for no other reason than an unknown client, or tracks of another choice");
        }
        else if (!history.State.Clients.ContainsKey(intent.ClientId))
        {
            history.Require(refused is Rejection.UnknownClient, "an unpaired client intends nothing");
        }
        else if (intent.ExpectedEventCount != history.State.EventCount)
        {
            history.Require(
                refused == new Rejection.Stale(history.State.EventCount), "a stale intent changes nothing and hears the count that is");
        }
        else
        {
            history.Require(refused is not Rejection.Stale, "a current intent is not stale");
            QueueLaws.OfRefusal(history, intent, refused);
        }
    }

    /// <summary>What holds for one event, which made history's state out of <paramref name="was"/>.</summary>
    public static void OfEvent(History history, SessionCommand command, SessionState was, SessionEvent happened)
    {
        var now = history.State;
        history.Require(
            now.EventCount == was.EventCount + (IsIntent(happened) ? 1 : 0),
            "eventCount rises by one for each intent and for nothing else");
        history.Require(
            now.AnchorEvent == (happened is BarrierReleased or Paused or Seeked ? now.EventCount : was.AnchorEvent),
            "release, pause and seek are the anchor's event, and nothing else is");
        history.Require(
            happened is BarrierReleased || now.Listeners.IsSubsetOf(was.Listeners)
                || (happened is ListenerReturned r && was.PlayState.Mode == PlayMode.Playing && was.Released.Contains(r.ClientId)),
            "nobody becomes a listener but by a release, or comes back but from the last one");
        QueueLaws.OfEvent(history, command, was, happened);
        switch (happened)
        {
            case BarrierOpened e:
                history.Require(e.Members.SetEquals(was.Active), "a barrier opens for everyone who is here");
                history.Require(e.PositionSec >= 0 && now.Barrier is { Ready.IsEmpty: true }, "nobody is ready when a barrier opens");
                break;
            case BarrierReleased e:
                history.Require(was.Barrier is not null && !e.Members.IsEmpty, "only a pending barrier is released, and never for nobody");
                history.Require(e.Members.IsSubsetOf(was.Barrier!.Ready), "only who is ready is released");
                history.Require(e.Members.IsSubsetOf(was.Active), "only who is here is released");
                history.Require(e.Members.IsSubsetOf(history.Acknowledged), "nobody who has not said to be ready becomes a listener");
                history.Require(
                    command is SessionCommand.StartNow || e.Members.SetEquals(was.Barrier.Members),
                    "only a person starts without those who are waited for");
                history.Require(e.PositionSec.Equals(was.PlayState.AnchorPositionSec), "a release starts where the room was held");
                history.Require(now.Listeners.SetEquals(e.Members), "who is released listens");
                break;
        }
    }

    /// <summary>What holds between commands.</summary>
    public static void OfState(History history)
    {
        var state = history.State;
        history.Require(state.AnchorEvent <= state.EventCount, "the anchor's event has happened");
        history.Require(state.Listeners.All(state.Clients.ContainsKey), "listeners are clients");
        history.Require(state.PlayState.Mode == PlayMode.Paused || state.Queue.Current is not null, "nothing does not play");
        history.Require(
            Decide(state, new SessionCommand.CloseStream("nobody", "none", default)).EventCount == state.EventCount,
            "nothing is left to follow by itself");
        OfQueue(history);
        OfBarrier(history);
        OfTheRoom(history);
    }

    private static void OfQueue(History history)
    {
        var (state, spared) = (
            history.State, history.Spared is { } id && !history.Music.Contains(id, StringComparer.Ordinal) ? history.Spared : null);
        var expected = history.Music.Concat(spared is null ? [] : [spared]);
        history.Require(
            state.Queue.Tracks.Concat(state.Queue.PutAside).Order(StringComparer.Ordinal)
                .SequenceEqual(expected.Order(StringComparer.Ordinal), StringComparer.Ordinal),
            "queue and what is put aside are the room's music in some order, and the current track if that left it while it sounded");
        history.Require(state.CurrentVanished == spared is not null, "it is known that the current track left the music");
        history.Require(state.Queue.Index == 0, "the current track is at the head of the queue");
        QueueLaws.OfState(history);
        history.Require(state.Skips == 0 || state.Skips < state.Queue.Tracks.Length, "a round of skips is no longer than the queue");
    }

    private static void OfBarrier(History history)
    {
        if (history.State is not { Barrier: { } barrier } state) return;

        history.Require(state.PlayState.Mode == PlayMode.Paused, "the room holds while a barrier waits");
        history.Require(
            barrier.TrackId == state.Queue.Current, "a barrier is for the current track");
        history.Require(barrier.Ready.IsSubsetOf(barrier.Members), "who is ready is a member");
        history.Require(!barrier.SetAside.Overlaps(barrier.Members), "who is set aside is not waited for");
        history.Require(
            barrier.Members.Except(state.Active).IsSubsetOf(history.Awaited), "a member is here, or was here when the process went down");
        history.Require(
            barrier.Members.IsEmpty || !barrier.Members.IsSubsetOf(barrier.Ready.Intersect(state.Active)),
            "a barrier with everybody ready does not wait");
        history.Require(
            !barrier.Members.IsEmpty || !state.Active.Overlaps(state.SatOut) || !state.Active.IsSubsetOf(
                state.SatOut.Union(barrier.SetAside)),
            "a track that everybody sat out, but for those who were set aside, does not wait");

        var withoutAbsent = Decide(state, new SessionCommand.SetAside([.. history.Awaited]));
        history.Require(
            withoutAbsent.Barrier is not { } rest || rest.Members.IsSubsetOf(state.Active),
            "with the absent ones set aside, every member is here");
        var withoutAll = Decide(state, new SessionCommand.SetAside([.. barrier.Members]));
        history.Require(
            withoutAll.Barrier is null or { Members.IsEmpty: true } || !ReferenceEquals(withoutAll.Queue, state.Queue),
            "with the silent ones set aside, a barrier waits for nobody");
    }

    private static void OfTheRoom(History history)
    {
        var state = history.State;
        var afterGrace = Decide(state, new SessionCommand.EndGrace());
        history.Require(
            !afterGrace.PlaysUnheard && (afterGrace.PlayState.Mode == PlayMode.Paused || afterGrace.Listeners.Overlaps(afterGrace.Active)),
            "after the grace, what plays has a listener here who can end the song");

        if (state.Queue.Current is not { } current || state.Active.IsEmpty) return;

        var together = Decide(state with { Control = Control.Everyone }, new SessionCommand.Play(state.Active[0], state.EventCount, 1));
        foreach (var clientId in state.Active)
        {
            together = Decide(together, new SessionCommand.AckDownload(clientId, together.EventCount, current));
        }

        history.Require(
            together.PlayState.Mode == PlayMode.Playing && together.Listeners.SetEquals(state.Active),
            "whoever is here can always play together");
    }

    private static SessionState Decide(SessionState state, SessionCommand command) =>
        SessionDecider.Decide(state, command) is Decision.Accepted accepted ? SessionEvolver.Apply(state, accepted.Events) : state;
}
