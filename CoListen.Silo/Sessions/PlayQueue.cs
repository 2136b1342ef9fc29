namespace CoListen.Silo.Sessions;

/// <summary>The order in which the library plays. Circular: after the last track comes the first.</summary>
/// <param name="Tracks">Track ids, each once.</param>
/// <param name="Index">Where the current track stands in <paramref name="Tracks"/>; 0 when empty.</param>
internal sealed record PlayQueue(ImmutableArray<string> Tracks, int Index)
{
    /// <summary>A queue without tracks.</summary>
    public static PlayQueue Empty { get; } = new([], 0);

    /// <summary>The current track, or null when the queue is empty.</summary>
    public string? Current => Tracks.IsEmpty ? null : Tracks[Index];

    /// <summary>The tracks as they will play, the current one first.</summary>
    public ImmutableArray<string> PlayOrder => [.. Tracks[Index..], .. Tracks[..Index]];

    /// <summary>The current track goes to the end, the one after it becomes current.</summary>
    public PlayQueue Advance() => Tracks.IsEmpty ? this : new([.. PlayOrder[1..], PlayOrder[0]], 0);

    /// <summary>The current track leaves the queue, the one after it becomes current.</summary>
    public PlayQueue DropCurrent() => Tracks.IsEmpty ? this : new(PlayOrder[1..], 0);

    /// <summary>Moves <paramref name="trackId"/>, which is in the queue and not current, to just after the current track.</summary>
    public PlayQueue Nudge(string trackId)
    {
        var rest = Tracks.Remove(trackId, StringComparer.Ordinal);
        var index = rest.IndexOf(Current!, StringComparer.Ordinal);
        return new(rest.Insert(index + 1, trackId), index);
    }

    /// <summary>New tracks of the library go to the end, vanished ones leave; the same queue when nothing changed.</summary>
    /// <param name="library">Every track id of the library.</param>
    /// <param name="keep">A track that stays although it vanished: the one that sounds.</param>
    public PlayQueue Reconcile(IReadOnlyCollection<string> library, string? keep)
    {
        var known = Tracks.ToImmutableHashSet(StringComparer.Ordinal);
        var there = library.ToImmutableHashSet(StringComparer.Ordinal);
        if (known.SetEquals(keep is null ? there : there.Add(keep))) return this;

        return new(
            [
                .. PlayOrder.Where(id => there.Contains(id) || id == keep),
                .. library.Where(id => !known.Contains(id)).Distinct(StringComparer.Ordinal),
            ],
            0);
    }
}
