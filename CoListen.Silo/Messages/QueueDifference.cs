using CoListen.Silo.Sessions;

namespace CoListen.Silo.Messages;

/// <summary>
/// Payload of <c>queue.changed</c>: how the queue came from the one before it, so that a large queue costs a phone no more than a small
/// one. At most one of <paramref name="Advance"/>, <paramref name="Move"/>, <paramref name="Remove"/> and <paramref name="Insert"/> is
/// there; a short queue is sent whole besides.
/// </summary>
/// <param name="QueueIndex">Where the current track stands.</param>
/// <param name="Wishes">Who wished which tracks: client ids by track id.</param>
/// <param name="PutAside">Tracks that were put aside.</param>
/// <param name="Queue">The whole queue: it is short, or changed in more than one place.</param>
/// <param name="Advance">The first track went to the end.</param>
/// <param name="Move">One track stands somewhere else.</param>
/// <param name="Remove">These tracks, which stood together, are gone.</param>
/// <param name="Insert">Tracks came in at one place.</param>
internal sealed record QueueDifference(
    int QueueIndex,
    IReadOnlyDictionary<string, string> Wishes,
    IReadOnlyList<string> PutAside,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Queue = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Advance = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QueueMove? Move = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Remove = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QueueInsert? Insert = null)
{
    /// <summary>A queue of so many tracks is sent whole: it takes no more than half a kilobyte.</summary>
    public const int ShortQueue = 32;

    /// <summary>How <paramref name="after"/> came from <paramref name="before"/>.</summary>
    public static QueueDifference Of(PlayQueue before, PlayQueue after)
    {
        var same = new QueueDifference(after.Index, after.Wishes, after.PutAside);
        var change = Find(before.Tracks.AsSpan(), after.Tracks.AsSpan(), same);
        return change == same || after.Tracks.Length <= ShortQueue ? change with { Queue = after.Tracks } : change;
    }

    private static QueueDifference Find(ReadOnlySpan<string> before, ReadOnlySpan<string> after, QueueDifference same)
    {
        var start = before.CommonPrefixLength(after, comparer: null);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)]) end++;

        var gone = before[start..^end];
        var come = after[start..^end];
        if (gone.IsEmpty && come.Length is > 0 and <= ShortQueue) return same with { Insert = new(start, come.ToArray()) };
        if (come.IsEmpty && gone.Length is > 0 and <= ShortQueue) return same with { Remove = gone.ToArray() };
        if (gone.Length < 2 || gone.Length != come.Length) return same;
        if (gone[1..].SequenceEqual(come[..^1]) && gone[0] == come[^1])
        {
            return start == 0 && end == 0 ? same with { Advance = true } : same with { Move = new(gone[0], start + come.Length - 1) };
        }

        return gone[..^1].SequenceEqual(come[1..]) && gone[^1] == come[0]
            ? same with { Move = new(come[0], start) } : same;
    }
}

/// <summary>A track moved.</summary>
/// <param name="TrackId">Which.</param>
/// <param name="To">Where it stands now, counted without it.</param>
internal sealed record QueueMove(string TrackId, int To);

/// <summary>Tracks came in.</summary>
/// <param name="At">Where the first of them stands.</param>
/// <param name="TrackIds">The tracks in their order.</param>
internal sealed record QueueInsert(int At, IReadOnlyList<string> TrackIds);
