using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CoListen.Silo.Sessions;

namespace CoListen.Silo.Storage;

/// <summary>The state as JSON that a person can read. Open streams are not in it: they end with the process.</summary>
internal static class StateJson
{
    /// <summary>Raised when a file of this version could not be understood by the version before.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    // A crowd takes long to write and seldom changes.
    private static readonly ConditionalWeakTable<ImmutableSortedDictionary<string, Client>, StoredClients> ClientsJson = [];

    public static byte[] Write(SessionState state) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredState
        {
            Version = Version,
            EventCount = state.EventCount,
            Queue = ImmutableCollectionsMarshal.AsArray(state.Queue.Tracks)!,
            QueueIndex = state.Queue.Index,
            Placed = state.Queue.Placed,
            Wishes = state.Queue.Wishes is { IsEmpty: false } wishes ? new(wishes, StringComparer.Ordinal) : null,
            Rounds = state.Queue.Rounds is { IsEmpty: false } rounds ? new(rounds, StringComparer.Ordinal) : null,
            PutAside = OrNull(state.Queue.PutAside),
            Ended = OrNull(state.Queue.Ended),
            Control = state.Control,
            EvenLoudness = state.EvenLoudness ? null : false,
            Play = state.Music.Count == 0 ? null : [.. state.Music],
            PlayState = state.PlayState,
            AnchorEvent = state.AnchorEvent,
            Barrier = state.Barrier is { } b ? new(b.Type, b.TrackId, [.. b.Members], [.. b.Ready], [.. b.SetAside]) : null,
            Listeners = [.. state.Listeners],
            Released = state.Released.SetEquals(state.Listeners) ? null : [.. state.Released],
            SatOut = [.. state.SatOut],
            HeardOut = OrNull(state.HeardOut),
            Skips = state.Skips,
            CurrentVanished = state.CurrentVanished,
            Clients = ClientsJson.GetValue(state.Clients, WriteClients),
        },
        Options);

    /// <summary>The state in a file of this version or an older one.</summary>
    /// <exception cref="JsonException">It is no state: not JSON, something missing, or parts that contradict one another.</exception>
    public static SessionState Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize<StoredState>(json, Options) ?? throw new JsonException("The state is null.");
        stored = WithShortIds(stored);
        Check(stored.Version is >= 0 and <= Version, $"it is of version {stored.Version}, newer than this program's {Version}");
        Check(stored.AnchorEvent >= 0 && stored.AnchorEvent <= stored.EventCount, "eventCount and anchorEvent do not fit");
        Check(AllDistinct(stored.Queue), "queue holds an empty or doubled track");
        Check(stored.QueueIndex >= 0 && stored.QueueIndex < Math.Max(1, stored.Queue.Length), "queueIndex is outside the queue");
        Check(stored.PlayState is { AnchorPositionSec: >= 0 and <= double.MaxValue }, "playState is missing or its position is not one");
        Check(stored.Skips >= 0 && AllDistinct(stored.Listeners) && AllDistinct(stored.SatOut), "listeners or satOut do not fit");
        Check(AllDistinct(stored.Released ?? []) && AllDistinct(stored.HeardOut ?? []), "released or heardOut do not fit");
        Check((stored.Play ?? []).All(choice => choice is { IsOne: true }), "play holds what is no choice of music");
        Check(stored.Clients?.Read?.All(c => c.Key.Length > 0 && c.Value?.Name is not null) is true, "a client has no name");
        var queue = ReadQueue(stored);
        Check(stored.PlayState.Mode == PlayMode.Paused || (queue.Current is not null && stored.Barrier is null), "it cannot play");
        return SessionState.Fresh with
        {
            EventCount = stored.EventCount,
            Queue = queue,
            PlayState = stored.PlayState,
            AnchorEvent = stored.AnchorEvent,
            Barrier = ReadBarrier(stored.Barrier, queue),
            Listeners = ClientIds.From(stored.Listeners),
            Released = ClientIds.From(stored.Released ?? stored.Listeners),
            SatOut = ClientIds.From(stored.SatOut),
            HeardOut = ClientIds.From(stored.HeardOut ?? []),
            Control = stored.Control,
            EvenLoudness = stored.EvenLoudness ?? true,
            Music = stored.Play ?? [],
            Skips = stored.Skips,
            CurrentVanished = stored.CurrentVanished,
            Clients = SessionState.Fresh.Clients.AddRange(stored.Clients!.Read!.Select(c => KeyValuePair.Create(c.Key, Of(c.Value)))),
        };
    }

    // Earlier releases knew a track by 32 hex digits, of which the first 12 are left.
    private static StoredState WithShortIds(StoredState stored)
    {
        string[]? queue = stored.Queue is null ? null : [.. stored.Queue.Select(Short)];
        return !AllDistinct(queue) ? stored : stored with
        {
            Queue = queue!,
            Barrier = stored.Barrier is { TrackId: not null } barrier ? barrier with { TrackId = Short(barrier.TrackId) } : stored.Barrier,
        };

        static string Short(string id) => id is { Length: 32 } && id.All(char.IsAsciiHexDigitLower) ? id[..12] : id;
    }

    private static StoredClients WriteClients(ImmutableSortedDictionary<string, Client> clients)
    {
        var all = clients.ToDictionary(c => c.Key, c => Of(c.Value), StringComparer.Ordinal);
        var json = JsonSerializer.Serialize(all, Options).Replace("\n", "\n  ", StringComparison.Ordinal);
        return new(all, Encoding.UTF8.GetBytes(json));
    }

    // A stream ends with the process, so a client that has its first one now has connected.
    private static StoredClient Of(Client client) =>
        new(client.Name, client.TokenHash, client.LastSeen, client is { NeverConnected: true, Streams.IsEmpty: true }, client.IsHost);

    private static Client Of(StoredClient client) =>
        new(client.Name, client.TokenHash ?? "", client.LastSeen) { NeverConnected = client.NeverConnected, IsHost = client.IsHost };

    private static PlayQueue ReadQueue(StoredState stored)
    {
        var queue = new PlayQueue([.. stored.Queue], stored.QueueIndex)
        {
            Placed = stored.Placed,
            Wishes = PlayQueue.Empty.Wishes.AddRange(stored.Wishes ?? []),
            PutAside = [.. stored.PutAside ?? []],
            Ended = [.. stored.Ended ?? []],
        };
        Check(stored.Placed >= 0 && stored.Placed < Math.Max(1, stored.Queue.Length), "placed is longer than the queue");
        Check(queue.Wishes.All(w => !string.IsNullOrEmpty(w.Value) && queue.HasPlaced(w.Key)), "a wish is nobody's, or not placed");
        Check(AllDistinct([.. stored.Queue, .. queue.PutAside]), "putAside holds an empty or doubled track, or one of the queue");
        Check(stored.Rounds?.Values.All(round => round > 0) ?? true, "a round is before the first");
        return queue with { Rounds = PlayQueue.Empty.Rounds.AddRange(ReadRounds(queue, stored.Rounds ?? [])) };
    }

    // Older releases stored the order alone.
    private static IEnumerable<KeyValuePair<string, int>> ReadRounds(PlayQueue queue, Dictionary<string, int> stored)
    {
        var made = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in queue.PlayOrder.Where(queue.Wishes.ContainsKey))
        {
            var inOrder = made[queue.Wishes[id]] = made.GetValueOrDefault(queue.Wishes[id]) + 1;
            yield return new(id, stored.GetValueOrDefault(id, inOrder));
        }
    }

    private static Sessions.Barrier? ReadBarrier(StoredBarrier? barrier, PlayQueue queue)
    {
        if (barrier is null) return null;

        Check(queue.Current is not null, "the barrier is for no track");
        Check(barrier.TrackId == queue.Current, "the barrier is for another track than the current one");
        Check(AllDistinct(barrier.Members) && AllDistinct(barrier.Ready), "the barrier's members are doubled or empty");
        Check(barrier.Ready.All(barrier.Members.Contains), "ready holds somebody who is no member");
        var (members, ready) = (ClientIds.From(barrier.Members), ClientIds.From(barrier.Ready));
        return new(barrier.Type, barrier.TrackId, members, ready, ClientIds.From(barrier.SetAside ?? []));
    }

    private static string[]? OrNull(IReadOnlyCollection<string> ids) => ids.Count == 0 ? null : [.. ids];

    private static bool AllDistinct(string[]? ids) =>
        ids is not null
        && Array.TrueForAll(ids, id => !string.IsNullOrEmpty(id))
        && ids.Distinct(StringComparer.Ordinal).Count() == ids.Length;

    private static void Check(bool holds, string complaint)
    {
        if (!holds) throw new JsonException($"The state cannot be used: {complaint}.");
    }
}
