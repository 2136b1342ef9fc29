using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Activation;

/// <summary>Tells the feed what a decision changed: each intent as its own message, facts gathered into one message of their kind.</summary>
internal sealed class MessageWriter(SessionFeed feed, BarrierWatch watch, TimeProvider time)
{
    // A crowd that comes at once is told of together: everyone hears of everyone, so telling each by itself grows with its square. The larger the crowd,
    // the rarer: what one phone is told in a second stays the same.
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ForEach = TimeSpan.FromMilliseconds(5);

    private long? clientsToldAt;
    private bool clientsChanged;
    private bool progressed;
    private BarrierProgressPayload? told;

    /// <summary>Publishes <paramref name="happened"/>, which took <paramref name="before"/> to the state that is returned by replaying them.</summary>
    public void Publish(SessionState before, IEnumerable<SessionEvent> happened)
    {
        var state = before;
        foreach (var e in happened)
        {
            var next = SessionEvolver.Apply(state, e);
            if (e is Versioned)
            {
                Flush(state, atOnce: true);
                var (name, payload) = Describe(e, next);
                feed.Publish(name, payload, next.EventCount);
            }
            else
            {
                Gather(e, state, next);
            }

            state = next;
        }

        Flush(state, atOnce: false);
    }

    /// <summary>Tells what has waited long enough to be told together.</summary>
    public void CatchUp(SessionState state)
    {
        Flush(state, atOnce: false);
        PublishProgress(state);
    }

    /// <summary>Tells how far the downloads are that the barrier waits for, if that has changed since it was last told.</summary>
    private void PublishProgress(SessionState state)
    {
        if (state.Barrier is not { } barrier)
        {
            told = null;
            return;
        }

        var progress = new BarrierProgressPayload(
            barrier.TrackId,
            barrier.Members,
            barrier.Ready,
            [.. barrier.Members.Except(barrier.Ready).Select(id => new WaitingView(id, watch.Percent(id, barrier.TrackId)))],
            barrier.SetAside);
        if (told is null || !told.SaysTheSameAs(progress))
        {
            told = progress;
            feed.Publish("barrier.progress", progress, state.EventCount);
        }
    }

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
        clientsChanged |= happened switch
        {
            StreamOpened e => !before.Clients[e.ClientId].Active,
            StreamClosed e => !after.Clients[e.ClientId].Active,
            ClientPaired or ClientForgotten or ListenerLeft => true,
            _ => false,
        };
        progressed |= happened is MemberJoined or MemberReady or MemberLeft or MemberStalled or TrackSatOut;
    }

    private static TimeSpan Between(SessionState state) => state.Clients.Count * ForEach is var all && all > AtLeast ? all : AtLeast;

    private void Flush(SessionState state, bool atOnce)
    {
        if (clientsChanged && (atOnce || clientsToldAt is not { } toldAt || time.GetElapsedTime(toldAt) >= Between(state)))
        {
            (clientsChanged, clientsToldAt) = (false, time.GetTimestamp());
            feed.Publish("clients.changed", new ClientsChangedPayload(ClientView.AllOf(state), state.Listeners), state.EventCount);
        }

        if (progressed)
        {
            PublishProgress(state);
        }

        progressed = false;
    }
}
