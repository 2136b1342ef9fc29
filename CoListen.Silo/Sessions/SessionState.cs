namespace CoListen.Silo.Sessions;

/// <summary>Whether the room plays.</summary>
internal enum PlayMode
{
    /// <summary>Held at the anchor; also while a barrier is pending.</summary>
    Paused,

    /// <summary>The listeners sound.</summary>
    Playing,
}

/// <summary>Who may do everything in the room.</summary>
internal enum Control
{
    /// <summary>Every paired phone.</summary>
    Everyone,

    /// <summary>The phones that the host screen made hosts. Guests wish, and speak for themselves.</summary>
    Hosts,
}

/// <summary>Where the song stands.</summary>
/// <param name="Mode">Whether the room plays.</param>
/// <param name="AnchorPositionSec">Where the song stood, in seconds, when the event that set it was made. No clock runs here.</param>
internal sealed record PlayState(PlayMode Mode, double AnchorPositionSec);

/// <summary>A paired phone.</summary>
/// <param name="Name">As its person wrote it.</param>
/// <param name="TokenHash">SHA-256 of its token, lowercase hex; the token itself is stored nowhere.</param>
/// <param name="LastSeen">When it paired or last went away, whichever was later.</param>
internal sealed record Client(string Name, string TokenHash, DateTimeOffset LastSeen)
{
    /// <summary>Its open event streams, and whether each is in the sound. Never stored: streams end with the process.</summary>
    public ImmutableSortedDictionary<string, bool> Streams { get; init; } =
        ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal);

    /// <summary>No stream of it has ended yet. Of the clients that are away, those are forgotten first: they never connected.</summary>
    public bool NeverConnected { get; init; }

    /// <summary>Its page is frozen, or about to be. Only a client with streams is asleep; never stored.</summary>
    public bool Asleep { get; init; }

    /// <summary>What it does not sound and why, where it has said so; until it sounds again or goes. Never stored.</summary>
    public SatOutTrack? SatOut { get; init; }

    /// <summary>The host screen made it a host.</summary>
    public bool IsHost { get; init; }

    /// <summary>It has at least one open event stream, and is awake.</summary>
    public bool Active => !Streams.IsEmpty && !Asleep;

    /// <summary>One of its streams is in the sound.</summary>
    public bool InSound => Streams.ContainsValue(true);

    /// <summary>Whether it is the hash of its token, in constant time.</summary>
    public bool HasToken(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(TokenHash), Encoding.ASCII.GetBytes(hash));
}

/// <summary>The queue before the client changed its order.</summary>
internal sealed record QueueUndo(string ClientId, PlayQueue Queue);

/// <summary>Everything a session is. Changed only by <see cref="SessionEvolver"/>.</summary>
internal sealed record SessionState
{
    /// <summary>Nothing has happened yet.</summary>
    public static SessionState Fresh { get; } = new();

    /// <summary>The version of what the people in the room intend: one up for each versioned event.</summary>
    public long EventCount { get; init; }

    /// <summary>The order of the tracks.</summary>
    public PlayQueue Queue { get; init; } = PlayQueue.Empty;

    /// <summary>What can be undone, while nobody has intended anything else since. Never stored.</summary>
    public QueueUndo? Undo { get; init; }

    /// <summary>Whose room it is.</summary>
    public Control Control { get; init; }

    /// <summary>Whether all songs are to sound equally loud, as far as their loudness is known.</summary>
    public bool EvenLoudness { get; init; } = true;

    /// <summary>What plays in the room: the union of these; empty: everything.</summary>
    public IReadOnlyList<MusicChoice> Music { get; init; } = [];

    /// <summary>Paused at the barrier's start while one is pending.</summary>
    public PlayState PlayState { get; init; } = new(PlayMode.Paused, 0);

    /// <summary>The eventCount of the event that last set the anchor: release, seek or pause.</summary>
    public long AnchorEvent { get; init; }

    public Barrier? Barrier { get; init; }

    /// <summary>The members of the last release, less those who left the sound. One that lost its stream is still among them.</summary>
    public ImmutableSortedSet<string> Listeners { get; init; } = ClientIds.Empty;

    /// <summary>The members of the last release, whether they still sound or not: they know where the song is, and may come back.</summary>
    public ImmutableSortedSet<string> Released { get; init; } = ClientIds.Empty;

    /// <summary>Who has said that they cannot sound the current track.</summary>
    public ImmutableSortedSet<string> SatOut { get; init; } = ClientIds.Empty;

    /// <summary>Which guests have said, since the anchor was set, that they have heard the current track to its end.</summary>
    public ImmutableSortedSet<string> HeardOut { get; init; } = ClientIds.Empty;

    /// <summary>How many tracks in a row everyone has sat out, in the queue as it is.</summary>
    public int Skips { get; init; }

    /// <summary>The current track's file is gone, or it is not chosen any more; it leaves the queue when it ends.</summary>
    public bool CurrentVanished { get; init; }

    /// <summary>Every paired client by its public id.</summary>
    public ImmutableSortedDictionary<string, Client> Clients { get; init; } =
        ImmutableSortedDictionary.Create<string, Client>(StringComparer.Ordinal);

    /// <summary>Whether it is a client with an open event stream that is awake.</summary>
    public bool IsActive(string clientId) => Clients.TryGetValue(clientId, out var client) && client.Active;

    /// <summary>The clients with an open event stream that are awake.</summary>
    public ImmutableSortedSet<string> Active => ClientIds.From(Clients.Where(c => c.Value.Active).Select(c => c.Key));

    /// <summary>Whether the client is a guest in a room that belongs to its hosts.</summary>
    public bool IsGuest(string clientId) =>
        Control == Control.Hosts && clientId != SessionCommand.HostScreen && !Clients[clientId].IsHost;

    /// <summary>Where the song stands, in seconds.</summary>
    /// <param name="anchorAgeSec">How long it has played since the anchor was set.</param>
    public double PositionSec(double anchorAgeSec) =>
        PlayState.AnchorPositionSec + (PlayState.Mode == PlayMode.Playing ? anchorAgeSec : 0);

    /// <summary>The room claims to play and no stream of any listener is in the sound.</summary>
    public bool PlaysUnheard =>
        PlayState.Mode == PlayMode.Playing && !Listeners.Any(id => Clients.TryGetValue(id, out var client) && client.InSound);
}
