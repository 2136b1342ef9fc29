using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CoListen.Silo.Telemetry;

namespace CoListen.Silo.Activation;

/// <summary>
/// Every message once, to every open stream, in one pass. A message is written down once for all streams, as server-sent event
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html). Not thread-safe: its session lets in one at a time.
/// </summary>
internal sealed class SessionFeed(TimeProvider time, SessionMetrics metrics)
{
    /// <summary>How many messages a stream that comes back can ask for again.</summary>
    public const int Remembered = FeedStream.MostUnread - 8;

    private const int RememberedBytes = 1 << 20;

    private readonly List<FeedStream> streams = [];
    private readonly Queue<(long Seq, ReadOnlyMemory<byte> Frame)> recent = new(Remembered);
    private int recentBytes;

    // Message ids begin with the time of the start, so that a stream from before a restart is never taken for one of ours. Exact in a JavaScript number until 2255.
    private long seq = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    /// <summary>How many streams are open.</summary>
    public int Count => streams.Count;

    /// <summary>Sends a message that a later stream can ask for again.</summary>
    public void Publish(string name, object payload, long eventCount)
    {
        var frame = Frame(name, payload, eventCount, ++seq);
        recent.Enqueue((seq, frame));
        recentBytes += frame.Length;
        // Each message of a great crowd is long.
        while (recent.Count > Remembered || (recentBytes > RememberedBytes && recent.Count > 1))
        {
            recentBytes -= recent.Dequeue().Frame.Length;
        }

        SendAll(frame);
    }

    /// <summary>Sends a message that is not worth asking for again.</summary>
    public void PublishFleeting(string name, object payload, long eventCount) => SendAll(Frame(name, payload, eventCount, seq: null));

    /// <summary>Sends a message that is worth nothing when it is late: only to streams that have nothing unread.</summary>
    public void PublishToIdle(string name, object payload, long eventCount)
    {
        var frame = Frame(name, payload, eventCount, seq: null);
        foreach (var stream in streams.Where(s => s.IsIdle))
        {
            stream.Send(frame);
        }
    }

    /// <summary>Adds a stream that begins with what it missed or, where that is not known any more, with a snapshot.</summary>
    public void Add(FeedStream stream, long? lastEventId, Func<(SnapshotView Snapshot, long EventCount)> snapshot)
    {
        if (lastEventId is { } seen && seen <= seq && recent.TryPeek(out var oldest) && seen >= oldest.Seq - 1)
        {
            foreach (var (_, frame) in recent.Where(m => m.Seq > seen))
            {
                stream.Send(frame);
            }
        }
        else
        {
            Greet(stream, snapshot);
        }

        streams.Add(stream);
    }

    /// <summary>Sends a snapshot, as of the last message, to a stream that is not among ours.</summary>
    public void Greet(FeedStream stream, Func<(SnapshotView Snapshot, long EventCount)> snapshot)
    {
        var (view, eventCount) = snapshot();
        stream.Send(Frame("snapshot", view, eventCount, seq));
    }

    /// <summary>Takes a stream out. Its reader sees the end after what it has not read yet.</summary>
    public void Remove(FeedStream stream)
    {
        streams.Remove(stream);
        stream.End();
    }

    /// <summary>Takes every stream of a client out, or all streams when <paramref name="clientId"/> is null.</summary>
    public void RemoveAll(string? clientId)
    {
        foreach (var stream in streams.Where(s => clientId is null || string.Equals(s.ClientId, clientId, StringComparison.Ordinal)).ToArray())
        {
            Remove(stream);
        }
    }

    /// <summary>One message as it goes to phones; without a number it is fleeting.</summary>
    public static ReadOnlyMemory<byte> Frame(string name, object payload, long eventCount, long? seq)
    {
        var head = seq is null ? $"event: {name}\ndata: " : $"id: {seq}\nevent: {name}\ndata: ";
        var data = JsonSerializer.SerializeToUtf8Bytes(new Envelope(name, payload, eventCount), WireJson.Options);
        return (byte[])[.. Encoding.ASCII.GetBytes(head), .. data, .. "\n\n"u8];
    }

    private void SendAll(ReadOnlyMemory<byte> frame)
    {
        var began = Stopwatch.GetTimestamp();
        // Backwards, because a stream that is full leaves the list.
        for (var i = streams.Count - 1; i >= 0; i--)
        {
            if (!streams[i].Send(frame))
            {
                streams.RemoveAt(i);
            }
        }

        metrics.FannedOut(Stopwatch.GetElapsedTime(began));
    }

    private sealed record Envelope(string Event, object Payload, long EventCount);
}

/// <summary>One open event stream: what was sent and not yet written to the connection.</summary>
public sealed class FeedStream : IAsyncDisposable
{
    /// <summary>A stream with this many messages unread is ended: it is never skipped, so it has to begin anew.</summary>
    public const int MostUnread = 256;

    private readonly Channel<ReadOnlyMemory<byte>> unread =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MostUnread) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Func<FeedStream, ValueTask> closed;
    private readonly CancellationTokenSource overran = new();

    internal FeedStream(string id, string? clientId, Func<FeedStream, ValueTask> closed)
    {
        Id = id;
        ClientId = clientId;
        this.closed = closed;
    }

    /// <summary>Unique among all streams.</summary>
    public string Id { get; }

    /// <summary>Whose it is; null for a screen that only looks on.</summary>
    public string? ClientId { get; }

    /// <summary>The messages, each ready for the wire. Ends when the session ends the stream.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Frames => unread.Reader;

    /// <summary>Cancelled when the session has ended the stream because nobody read it.</summary>
    public CancellationToken Overran => overran.Token;

    /// <summary>Tells the session that the connection is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await closed(this);
        overran.Dispose();
    }

    internal bool IsIdle => unread.Reader.Count == 0;

    internal bool Send(ReadOnlyMemory<byte> frame)
    {
        if (unread.Writer.TryWrite(frame))
        {
            return true;
        }

        End();
        overran.Cancel();
        return false;
    }

    internal void End() => unread.Writer.TryComplete();
}
