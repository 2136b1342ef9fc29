using System.Buffers.Text;
using CoListen.Silo.Activation;

namespace CoListen.Silo.Orleans;

/// <summary>
/// A session's messages at one node, handed to the streams that are open there. Numbers are the session's own, the same at every node, so a phone may come back
/// to any of them: a stream begins after one number, and gets every message above it once.
/// </summary>
internal sealed class NodeFeed
{
    private readonly Lock gate = new();
    private readonly List<Seat> seats = [];
    private readonly Queue<(long Seq, ReadOnlyMemory<byte> Frame)> recent = new(SessionFeed.Remembered);
    private string epoch = "";
    private long seq;

    /// <summary>The last message and the activation that sent it: from there a broken subscription goes on.</summary>
    public (string Epoch, long LastEventId) Position
    {
        get
        {
            lock (gate)
            {
                return (epoch, seq);
            }
        }
    }

    /// <summary>The streams that are open.</summary>
    public string[] StreamIds
    {
        get
        {
            lock (gate)
            {
                return [.. seats.Select(s => s.Stream.Id)];
            }
        }
    }

    /// <summary>Hands on one message of the session.</summary>
    /// <param name="from">The activation that sent it.</param>
    /// <param name="frame">As it goes to phones; without an id it is fleeting.</param>
    public void Relay(string from, ReadOnlyMemory<byte> frame)
    {
        lock (gate)
        {
            var (id, isSnapshot) = Parse(frame.Span);
            if (isSnapshot)
            {
                BeginAt(from, id ?? 0);
            }
            else if (!string.Equals(from, epoch, StringComparison.Ordinal) || id <= seq)
            {
                return;
            }
            else
            {
                Remember(id, frame);
                Send(id, frame);
            }
        }
    }

    /// <summary>Adds a stream that was admitted with <paramref name="snapshot"/>; it begins with what it missed since <paramref name="lastEventId"/> where that is known here.</summary>
    /// <returns>Whether the subscription still fits; if not, it has to be made anew, from <see cref="Position"/>.</returns>
    public bool Add(FeedStream stream, string from, ReadOnlyMemory<byte> snapshot, long? lastEventId)
    {
        lock (gate)
        {
            var after = Parse(snapshot.Span).Id ?? 0;
            var fits = string.Equals(from, epoch, StringComparison.Ordinal);
            if (!fits)
            {
                // The session has moved, and the phone is the first to notice.
                BeginAt(from, after);
            }

            if (lastEventId is { } seen && seen <= after && recent.TryPeek(out var oldest) && seen >= oldest.Seq - 1)
            {
                after = seen;
            }
            else
            {
                stream.Send(snapshot);
            }

            foreach (var (_, frame) in recent.Where(m => m.Seq > after))
            {
                stream.Send(frame);
            }

            seats.Add(new(stream, from, after));
            return fits;
        }
    }

    /// <summary>Sends a message of this node's own to its streams.</summary>
    public void Tell(ReadOnlyMemory<byte> frame)
    {
        lock (gate)
        {
            Send(null, frame);
        }
    }

    /// <summary>Ends these streams; their phones come back, and say what they know.</summary>
    public void End(Func<FeedStream, bool> which)
    {
        lock (gate)
        {
            End((Seat s) => which(s.Stream));
        }
    }

    private static (long? Id, bool IsSnapshot) Parse(ReadOnlySpan<byte> frame)
    {
        if (!frame.StartsWith("id: "u8) || !Utf8Parser.TryParse(frame[4..], out long id, out var digits))
        {
            return (null, false);
        }

        return (id, frame[(4 + digits)..].StartsWith("\nevent: snapshot\n"u8));
    }

    /// <summary>What came before is not known here: who began before that has to begin anew.</summary>
    private void BeginAt(string activation, long number)
    {
        recent.Clear();
        (epoch, seq) = (activation, number);
        End(s => !IsOurs(s) || s.After < seq);
    }

    private bool IsOurs(Seat seat) => string.Equals(seat.Epoch, epoch, StringComparison.Ordinal);

    private void Remember(long? id, ReadOnlyMemory<byte> frame)
    {
        if (id is not { } number)
        {
            return;
        }

        seq = number;
        if (recent.Count == SessionFeed.Remembered)
        {
            recent.Dequeue();
        }

        recent.Enqueue((number, frame));
    }

    private void Send(long? id, ReadOnlyMemory<byte> frame)
    {
        // Backwards, because a stream that is full leaves the list.
        for (var i = seats.Count - 1; i >= 0; i--)
        {
            if ((id is null || (IsOurs(seats[i]) && seats[i].After < id)) && !seats[i].Stream.Send(frame))
            {
                seats.RemoveAt(i);
            }
        }
    }

    private void End(Func<Seat, bool> which)
    {
        foreach (var seat in seats.Where(which).ToArray())
        {
            seats.Remove(seat);
            seat.Stream.End();
        }
    }

    private sealed record Seat(FeedStream Stream, string Epoch, long After);
}
