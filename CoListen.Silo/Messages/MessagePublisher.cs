using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Messages;

/// <summary>Turns a decision into messages: each intent is one message, facts of a kind are gathered into one.</summary>
/// <param name="log">Takes every message.</param>
/// <param name="percent">How much of a track a client has taken, 0 to 100.</param>
/// <param name="time">Paces what is gathered.</param>
internal sealed class MessagePublisher(MessageLog log, Func<string, string, int> percent, TimeProvider time)
{
    // Every client hears of every client, so the cost grows with the square of the crowd. The interval grows with the crowd instead, and
    // the message names only those that changed.
    private const int MaxWhole = 50;
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan IntervalPerClient = TimeSpan.FromMilliseconds(5);

    private readonly List<SessionMessage> outgoing = [];
    private long? clientsSentAt;
    private ClientViews? sentClients;
    private bool clientsChanged;
    private bool progressed;
    private BarrierProgressPayload? sentProgress;
    private string? awaitedTrackId;

    /// <summary>The messages for <paramref name="happened"/>, which <paramref name="before"/> was the state before.</summary>
    public SessionMessage[] Publish(SessionState before, IEnumerable<SessionEvent> happened)
    {
        var state = before;
        foreach (var e in happened)
        {
            var next = SessionEvolver.Apply(state, e);
            if (e is Versioned)
            {
                Flush(state, now: true);
                AddIntent(e, state, next);
            }
            else
            {
                Gather(e, state, next);
            }

            state = next;
        }

        Flush(state, now: false);
        return TakeOutgoing();
    }

    /// <summary>The messages that were held back until now, and the progress of downloads that a barrier waits for.</summary>
    public SessionMessage[] CatchUp(SessionState state)
    {
        Flush(state, now: false);
        AddProgress(state);
        return TakeOutgoing();
    }

    /// <summary>The message that tells on how many phones tracks lie; none where nothing has changed.</summary>
    public SessionMessage[] Copies(IReadOnlyDictionary<string, int> changes, long eventCount)
    {
        if (changes.Count > 0) Add("copies.changed", new CopiesChangedPayload(changes), eventCount);
        return TakeOutgoing();
    }

    /// <summary>The message that tells phones to refresh.</summary>
    /// <param name="reason">See <see cref="RefreshPayload"/>.</param>
    /// <param name="eventCount">The session's version.</param>
    /// <param name="effect"><see cref="MessageEffect.EndsStreams"/> when the session is closed.</param>
    public SessionMessage[] Refresh(string reason, long eventCount, MessageEffect effect)
    {
        Add("refresh", new RefreshPayload(reason), eventCount, effect);
        return TakeOutgoing();
    }

    private void AddIntent(SessionEvent happened, SessionState before, SessionState after)
    {
        var count = after.EventCount;
        awaitedTrackId = after.Barrier?.TrackId;
        switch (happened)
        {
            case BarrierOpened e:
                var opened = new BarrierOpenPayload(e.Type, e.TrackId, e.PositionSec, e.Members, after.Barrier!.Ready);
                Add("barrier.open", opened, count, MessageEffect.StopsSound);
                break;
            case BarrierReleased e:
                var released = new BarrierReleasePayload(e.Type, e.TrackId, e.PositionSec, e.Members);
                Add("barrier.release", released, count, MessageEffect.StartsSound);
                break;
            case Paused e:
                Add("paused", new PausedPayload(e.PositionSec, e.Reason), count, MessageEffect.StopsSound);
                break;
            case Seeked e:
                var playing = after.PlayState.Mode == PlayMode.Playing;
                Add("seeked", new SeekedPayload(e.PositionSec), count, playing ? MessageEffect.StartsSound : MessageEffect.None);
                break;
            case QueueChanged e:
                Add("queue.changed", QueueDifference.Of(before.Queue, e.Queue), count);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened));
        }
    }

    private void Gather(SessionEvent happened, SessionState before, SessionState after)
    {
        clientsChanged |= happened switch
        {
            StreamOpened e => !before.Clients[e.ClientId].Active,
            StreamClosed e => !after.Clients[e.ClientId].Active,
            ClientPaired or ClientRenamed or ClientForgotten or ClientSlept or ClientWoke or ListenerLeft or ListenerReturned => true,
            HostChanged or ControlChanged or EvenLoudnessChanged => true,
            TrackSatOut e => HasOtherReason(e.ClientId),
            MemberJoined e => HasOtherReason(e.ClientId),
            MemberReady e => HasOtherReason(e.ClientId),
            _ => false,
        };
        progressed |= happened is MemberJoined or MemberReady or MemberLeft or MemberStalled or TrackSatOut;

        bool HasOtherReason(string clientId) =>
            before.Clients.GetValueOrDefault(clientId)?.SatOut != after.Clients.GetValueOrDefault(clientId)?.SatOut;
    }

    private void Flush(SessionState state, bool now)
    {
        awaitedTrackId = state.Barrier?.TrackId;
        if (clientsChanged && (now || clientsSentAt is not { } sentAt || time.GetElapsedTime(sentAt) >= Interval(state)))
        {
            (clientsChanged, clientsSentAt) = (false, time.GetTimestamp());
            var all = ClientViews.Of(state);
            var (clients, gone) = sentClients is { } sent && all.Count > MaxWhole ? all.Since(sent) : (all, null);
            sentClients = all;
            var changed = new ClientsChangedPayload(clients, state.Listeners, state.Control, state.EvenLoudness, gone);
            Add("clients.changed", changed, state.EventCount);
        }

        if (progressed) AddProgress(state);

        progressed = false;
    }

    private static TimeSpan Interval(SessionState state) =>
        state.Clients.Count * IntervalPerClient is var all && all > MinInterval ? all : MinInterval;

    private void AddProgress(SessionState state)
    {
        if (state.Barrier is not { } barrier)
        {
            sentProgress = null;
            return;
        }

        var progress = new BarrierProgressPayload(
            barrier.TrackId,
            barrier.Members,
            barrier.Ready,
            [.. barrier.Members.Except(barrier.Ready).Select(id => new WaitingView(id, percent(id, barrier.TrackId)))],
            barrier.SetAside);
        if (sentProgress is null || !sentProgress.SaysTheSameAs(progress))
        {
            sentProgress = progress;
            Add("barrier.progress", progress, state.EventCount);
        }
    }

    private void Add(string name, object payload, long eventCount, MessageEffect effect = MessageEffect.None)
    {
        var message = new SessionMessage(
            log.Last + 1,
            name,
            JsonSerializer.SerializeToUtf8Bytes(payload, payload.GetType(), WireJson.Options),
            eventCount,
            effect,
            awaitedTrackId);
        log.Add(message);
        outgoing.Add(message);
    }

    private SessionMessage[] TakeOutgoing()
    {
        SessionMessage[] taken = [.. outgoing];
        outgoing.Clear();
        return taken;
    }
}
