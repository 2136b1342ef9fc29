namespace CoListen.Silo.Sessions;

/// <summary>
/// The order in which the room's music plays. Circular: after the last track comes the first. Behind the current track stand those that
/// people placed there, by a nudge, a wish or a move, and behind these the rest.
/// </summary>
/// <remarks>
/// A placed track that is no wish keeps its place. Wishes play by their rounds in the places that they have, so that nobody gets two songs
/// before somebody else who wished got one. A new wish comes after everything that is placed, until its round moves it up among the wishes;
/// a nudged track stands in front of all of them. A wish that becomes current, or that somebody nudges or moves, is no wish any more.
/// </remarks>
/// <param name="Tracks">Track ids, each once.</param>
/// <param name="Index">Where the current track stands in <paramref name="Tracks"/>; 0 when empty.</param>
internal sealed record PlayQueue(ImmutableArray<string> Tracks, int Index)
{
    /// <summary>The most ended tracks that are remembered.</summary>
    private const int MaxEnded = 20;

    /// <summary>A queue without tracks.</summary>
    public static PlayQueue Empty { get; } = new([], 0);

    /// <summary>How many tracks behind the current one are placed.</summary>
    public int Placed { get; init; }

    /// <summary>Who wished which of the placed tracks: client ids by track id.</summary>
    public ImmutableSortedDictionary<string, string> Wishes { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The round of each wish: one more than its wisher's wishes that waited when it was made.</summary>
    public ImmutableSortedDictionary<string, int> Rounds { get; init; } =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Tracks of the room's music that are not in the queue until somebody brings them back.</summary>
    public ImmutableArray<string> PutAside { get; init; } = [];

    /// <summary>The tracks that ended last, the latest at the end. Some may have left the queue.</summary>
    public ImmutableArray<string> Ended { get; init; } = [];

    /// <summary>The current track, or null when the queue is empty.</summary>
    public string? Current => Tracks.IsEmpty ? null : Tracks[Index];

    /// <summary>The tracks as they will play, the current one first.</summary>
    public ImmutableArray<string> PlayOrder => Index == 0 ? Tracks : [.. Tracks[Index..], .. Tracks[..Index]];

    /// <summary>Whether the track is in the queue.</summary>
    public bool Has(string trackId) => Tracks.Contains(trackId, StringComparer.Ordinal);

    /// <summary>Whether people placed the track behind the current one.</summary>
    public bool HasPlaced(string trackId) => PlayOrder.Skip(1).Take(Placed).Contains(trackId, StringComparer.Ordinal);

    /// <summary>The current track goes to the end, the one after it becomes current.</summary>
    public PlayQueue Advance()
    {
        if (Current is not { } current) return this;

        var rotated = InTurns([.. PlayOrder.AsSpan()[1..], current], Math.Max(0, Placed - 1));
        return rotated with { Ended = [.. Ended.TakeLast(MaxEnded - 1), current] };
    }

    /// <summary>
    /// The track that ended last becomes current, and the track that was comes after it. Where none is known, the last of the queue.
    /// </summary>
    public PlayQueue GoBack()
    {
        if (Current is not { } current) return this;

        var last = Ended.LastOrDefault(id => id != current && Has(id)) ?? PlayOrder[^1];
        var others = Without(last);
        return others with
        {
            Tracks = others.Tracks.Insert(0, last),
            Placed = Math.Min(others.Placed + 1, others.Tracks.Length),
            Ended = Ended[..Math.Max(0, Ended.LastIndexOf(last))],
        };
    }

    /// <summary>The current track leaves the queue, the one after it becomes current.</summary>
    public PlayQueue DropCurrent() => Without(Current);

    /// <summary>The track leaves the queue.</summary>
    public PlayQueue Without(string? trackId)
    {
        var (order, at) = (PlayOrder, PlayOrder.IndexOf(trackId!, StringComparer.Ordinal));
        return at < 0 ? this : InTurns(order.RemoveAt(at), at <= Placed ? Math.Max(0, Placed - 1) : Placed);
    }

    /// <summary>The track, which is not current, leaves the queue until it is brought back.</summary>
    public PlayQueue TakeOut(string trackId) => Without(trackId) with { PutAside = PutAside.Add(trackId) };

    /// <summary>A track that was put aside goes to the end.</summary>
    public PlayQueue BringBack(string trackId) =>
        this with { Tracks = PlayOrder.Add(trackId), Index = 0, PutAside = PutAside.Remove(trackId, StringComparer.Ordinal) };

    /// <summary>Moves <paramref name="trackId"/>, which is in the queue and not current, to just after the current track.</summary>
    public PlayQueue Nudge(string trackId) => Move(trackId, Current!);

    /// <summary>
    /// Moves <paramref name="trackId"/>, which is not current, to just after another track. Behind the current or a placed one it is
    /// placed.
    /// </summary>
    public PlayQueue Move(string trackId, string afterTrackId)
    {
        var others = Without(trackId);
        var at = others.Tracks.IndexOf(afterTrackId, StringComparer.Ordinal);
        return others with { Tracks = others.Tracks.Insert(at + 1, trackId), Placed = others.Placed + (at <= others.Placed ? 1 : 0) };
    }

    /// <summary>Makes a track that is neither current nor placed the last wish of the client's.</summary>
    public PlayQueue Wish(string trackId, string clientId)
    {
        var others = Without(trackId);
        var round = 1 + others.Wishes.Values.Count(id => id == clientId);
        var wished = others with { Wishes = others.Wishes.Add(trackId, clientId), Rounds = others.Rounds.Add(trackId, round) };
        return wished.InTurns(others.Tracks.Insert(others.Placed + 1, trackId), others.Placed + 1);
    }

    /// <summary>A wish goes to the end of the queue.</summary>
    public PlayQueue Unwish(string trackId)
    {
        var others = Without(trackId);
        return others with { Tracks = others.Tracks.Add(trackId) };
    }

    /// <summary>Another order for all that is neither current nor placed; the same seed, the same order.</summary>
    public PlayQueue Shuffle(long seed)
    {
        var (order, from) = (PlayOrder, Math.Min(Placed + 1, Tracks.Length));
        var shuffled = order[from..].Select((id, i) => (Id: id, Key: SplitMix64((ulong)seed, (ulong)i))).OrderBy(track => track.Key);
        return this with { Tracks = [.. order[..from], .. shuffled.Select(track => track.Id)], Index = 0 };
    }

    /// <summary>
    /// New tracks of the music go to the end, vanished ones leave; the same queue when nothing changed. What is put aside stays so.
    /// </summary>
    /// <param name="music">Every track id of the room's music.</param>
    /// <param name="keep">A track that stays although it vanished: the one that sounds.</param>
    public PlayQueue Reconcile(IReadOnlyCollection<string> music, string? keep)
    {
        var known = Tracks.Concat(PutAside).ToHashSet(StringComparer.Ordinal);
        var there = music.ToHashSet(StringComparer.Ordinal);
        if (known.All(Stays) && there.IsSubsetOf(known)) return this;

        var left = Keep(Stays);
        return left with
        {
            Tracks = [.. left.Tracks, .. music.Where(id => !known.Contains(id)).Distinct(StringComparer.Ordinal)],
            PutAside = PutAside.RemoveAll(id => !there.Contains(id)),
        };

        bool Stays(string id) => there.Contains(id) || id == keep;
    }

    /// <summary>The same, but behind the current track and those that are placed the rest stands in the order of the music.</summary>
    public PlayQueue Choose(IReadOnlyCollection<string> music, string? keep)
    {
        var left = Reconcile(music, keep);
        var front = left.PlayOrder[..PlayOrder.Take(Placed + 1).Count(left.Has)];
        ImmutableArray<string> order = [.. front, .. music.Except(front.Concat(left.PutAside), StringComparer.Ordinal)];
        return order.SequenceEqual(left.PlayOrder, StringComparer.Ordinal) ? left : left with { Tracks = order, Index = 0 };
    }

    /// <summary>Some tracks leave. Where the current one does, the one after it becomes current, and is placed no more.</summary>
    private PlayQueue Keep(Func<string, bool> stays) =>
        InTurns([.. PlayOrder.Where(stays)], Math.Max(0, PlayOrder.Take(Placed + 1).Count(stays) - 1));

    /// <summary>A queue in this order but for the wishes, which take turns in the places that wishes have in it.</summary>
    private PlayQueue InTurns(ImmutableArray<string> order, int placed)
    {
        var waiting = order.Skip(1).Take(placed).Where(Wishes.ContainsKey).ToList();
        var left = Wishes.Keys.Except(waiting, StringComparer.Ordinal).ToList();

        // What has begun was its wisher's turn; what left otherwise gives its turn to its wisher's next one.
        var takenBack = left.Where(id => id != order.FirstOrDefault()).ToList();
        var rounds = Rounds.RemoveRange(left).SetItems(waiting.Select(id => KeyValuePair.Create(
            id, Rounds[id] - takenBack.Count(other => Wishes[other] == Wishes[id] && Rounds[other] < Rounds[id]))));
        var (places, turns) = (waiting.ToHashSet(StringComparer.Ordinal), new Queue<string>(waiting.OrderBy(id => rounds[id])));
        return this with
        {
            Tracks = waiting.Count == 0 ? order : [.. order.Select(id => places.Contains(id) ? turns.Dequeue() : id)],
            Index = 0,
            Placed = placed,
            Wishes = Wishes.RemoveRange(left),
            Rounds = rounds,
        };
    }

    /// <summary>The number at a place of a random series (Steele, Lea and Flood, 2014).</summary>
    private static ulong SplitMix64(ulong seed, ulong place)
    {
        var z = seed + ((place + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
