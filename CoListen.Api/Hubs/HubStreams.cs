using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Telemetry;

namespace CoListen.Api.Hubs;

/// <summary>
/// The streams of one session at this node, and the session's last messages. A stream begins after one message and gets every later one
/// once. Thread-safe.
/// </summary>
internal sealed class HubStreams(SessionMetrics metrics, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<Subscription> subscriptions = [];
    private MessageLog log = new(0);
    private string epoch = "";
    private long eventCount;

    /// <summary>The track that a barrier waits for, as far as it is known here; null where none is pending.</summary>
    public string? AwaitedTrackId { get; private set; }

    public StreamPosition Position => Read(() => new StreamPosition(epoch, log.Last));

    public string[] Ids => Read(() => subscriptions.ConvertAll(s => s.Stream.Id).ToArray());

    public int Count => Read(() => subscriptions.Count);

    public int CountOf(string clientId) => Read(() => subscriptions.Count(s => s.Stream.ClientId == clientId));

    /// <summary>Adds a stream of a phone that has every message up to <paramref name="lastEventId"/>.</summary>
    /// <returns>False when that message is not known here any more: then the stream begins with a snapshot.</returns>
    public bool TryResume(EventStream stream, string from, long? lastEventId)
    {
        lock (gate)
        {
            if (lastEventId is not { } seen || !IsCurrent(from) || log.After(seen) is not { } missed) return false;

            Start(new(stream, from, seen), missed);
            return true;
        }
    }

    /// <summary>Adds a stream that begins with a snapshot.</summary>
    /// <returns>False when a message that followed the snapshot is not known here: then the stream needs a newer one.</returns>
    public bool TryBegin(EventStream stream, SessionSnapshot snapshot)
    {
        var ((from, number), view) = snapshot;
        lock (gate)
        {
            if (!IsCurrent(from))
            {
                // The session has moved, and this stream is the first to notice.
                StartAt(from, number);
            }

            if ((number > log.Last ? [] : log.After(number)) is not { } missed) return false;

            stream.Send(SseFrame.Of("snapshot", view, view.EventCount, number));
            eventCount = Math.Max(eventCount, view.EventCount);
            if (missed.Length == 0) AwaitedTrackId = view.Barrier?.TrackId;
            Start(new(stream, from, number), missed);
            return true;
        }
    }

    /// <summary>Sends the messages that are next, and calls <paramref name="each"/> with the timestamp before each.</summary>
    /// <returns>False when a message is missing, or the batch is of another activation.</returns>
    public bool TrySend(MessageBatch batch, Action<SessionMessage, long> each)
    {
        lock (gate)
        {
            if (!IsCurrent(batch.Epoch)) return false;

            foreach (var message in batch.Messages.Where(m => m.Number > log.Last))
            {
                if (message.Number != log.Last + 1) return false;

                var began = time.GetTimestamp();
                log.Add(message);
                eventCount = message.EventCount;
                AwaitedTrackId = message.AwaitedTrackId;
                Send(SseFrame.Of(message), s => IsCurrent(s.Epoch) && s.After < message.Number);
                metrics.FannedOut(time.GetElapsedTime(began));
                each(message, began);
            }

            return true;
        }
    }

    /// <summary>
    /// Goes on after a message whose predecessors are not known here. Streams that would have a gap end. Changes nothing where the message
    /// is known already.
    /// </summary>
    public void Restart(StreamPosition position)
    {
        lock (gate)
        {
            if (!IsCurrent(position.Epoch) || position.Number > log.Last) StartAt(position.Epoch, position.Number);
        }
    }

    /// <summary>
    /// Sends a message of this node's own, without a number. A stream that lags is left out where late it would be worth nothing.
    /// </summary>
    public void Tell<T>(string name, T payload, bool onlyIdle = false)
    {
        lock (gate)
        {
            Send(SseFrame.Of(name, payload, eventCount), s => !onlyIdle || s.Stream.IsIdle);
        }
    }

    /// <summary>Ends streams. Their phones come back.</summary>
    /// <param name="which">Which streams.</param>
    /// <param name="reason">What they are told first, see <see cref="RefreshPayload"/>.</param>
    public void End(Func<EventStream, bool> which, string? reason = null)
    {
        lock (gate)
        {
            if (reason is not null)
            {
                Send(SseFrame.Of("refresh", new RefreshPayload(reason), eventCount), subscription => which(subscription.Stream));
            }

            End((Subscription subscription) => which(subscription.Stream));
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (gate) return read();
    }

    private bool IsCurrent(string other) => other == epoch;

    private void StartAt(string activation, long number)
    {
        (epoch, log) = (activation, new(number));
        End((Subscription subscription) => !IsCurrent(subscription.Epoch) || subscription.After < number);
    }

    private void Start(Subscription subscription, SessionMessage[] missed)
    {
        subscriptions.Add(subscription);
        foreach (var message in missed)
        {
            subscription.Stream.Send(SseFrame.Of(message));
        }
    }

    private void Send(ReadOnlyMemory<byte> frame, Func<Subscription, bool> wants)
    {
        // Backwards, because a stream that is full leaves the list.
        for (var i = subscriptions.Count - 1; i >= 0; i--)
        {
            var subscription = subscriptions[i];
            // It may have left by itself meanwhile.
            if (wants(subscription) && !subscription.Stream.Send(frame)) subscriptions.Remove(subscription);
        }
    }

    private void End(Func<Subscription, bool> which)
    {
        foreach (var subscription in subscriptions.Where(which).ToArray())
        {
            subscriptions.Remove(subscription);
            subscription.Stream.End();
        }
    }

    /// <summary>A stream that gets the messages of an activation after a number.</summary>
    private sealed record Subscription(EventStream Stream, string Epoch, long After);
}
