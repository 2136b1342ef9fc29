using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Activation;

/// <summary>Tells the feed what a decision changed: each intent as its own message, facts gathered into one message of their kind.</summary>
internal sealed class MessageWriter(SessionFeed feed, BarrierWatch watch)
{
    private bool _clientsChanged;
    private bool _progressed;

    /// <summary>Publishes <paramref name="happened"/>, which took <paramref name="before"/> to the state that is returned by replaying them.</summary>
    public void Publish(SessionState before, IEnumerable<SessionEvent> happened)
    {
        var state = before;
        foreach (var e in happened)
        {
            var next = SessionEvolver.Apply(state, e);
            if (e is Versioned)
            {
                Flush(state);
                var (name, payload) = Describe(e, next);
                feed.Publish(name, payload, next.EventCount);
            }
            else
            {
                Gather(e, state, next);
            }

            state = next;
        }

        Flush(state);
    }

    /// <summary>How the barrier's downloads stand; null when none is pending.</summary>
    public static BarrierProgressPayload? Progress(SessionState state, BarrierWatch watch) => state.Barrier is not { } b
        ? null
        : new(b.TrackId, b.Members, b.Ready, [.. b.Members.Except(b.Ready).Select(id => new WaitingView(id, watch.Percent(id, b.TrackId)))], b.SetAside);

    private static (string Name, object Payload) Describe(SessionEvent happened, SessionState after) => happened switch
    {
        BarrierOpened e => ("barrier.open", new BarrierOpenPayload(e.Type, e.TrackId, e.PositionSec, e.Members, after.Barrier!.Ready)),
        BarrierReleased e => ("barrier.release", new BarrierReleasePayload(e.Type, e.TrackId, e.PositionSec, e.Members)),
        Paused e => ("paused", new PausedPayload(e.PositionSec, e.Reason)),
        Seeked e => ("seeked", new SeekedPayload(e.PositionSec)),
        QueueChanged e => ("queue.changed", new QueueChangedPayload(e.Queue.Tracks, e.Queue.Index)),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private void Gather(SessionEvent happened, SessionState before, SessionState after)
    {
        _clientsChanged |= happened switch
        {
            StreamOpened e => !before.Clients[e.ClientId].Active,
            StreamClosed e => !after.Clients[e.ClientId].Active,
            ClientPaired or ClientForgotten or ListenerLeft => true,
            _ => false,
        };
        _progressed |= happened is MemberJoined or MemberReady or MemberLeft or MemberStalled or TrackSatOut;
    }

    private void Flush(SessionState state)
    {
        if (_clientsChanged)
        {
            feed.Publish("clients.changed", new ClientsChangedPayload(ClientView.AllOf(state), state.Listeners), state.EventCount);
        }

        if (_progressed && Progress(state, watch) is { } progress)
        {
            feed.Publish("barrier.progress", progress, state.EventCount);
        }

        (_clientsChanged, _progressed) = (false, false);
    }
}
