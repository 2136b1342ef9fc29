using CoListen.Silo.Sessions;

namespace CoListen.Silo.Messages;

/// <summary>
/// The whole session as phones see it: the answer of <c>GET /snapshot</c> and the first message of a stream. The queue is left out where
/// the phone asks for that (RFC 7240).
/// </summary>
[Immutable]
internal sealed record SnapshotView(
    long EventCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Queue,
    int QueueIndex,
    PlayState PlayState,
    long AnchorAgeMs,
    BarrierView? Barrier,
    ClientViews Clients,
    IReadOnlyCollection<string> Listeners,
    long AnchorEvent,
    IReadOnlyDictionary<string, string> Wishes,
    IReadOnlyList<string> PutAside,
    Control Control,
    bool EvenLoudness)
{
    /// <summary>On how many of the phones that are here a track lies. Only a stream begins with it: it is no part of the session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Copies { get; init; }

    /// <summary>What phones may see of <paramref name="state"/>.</summary>
    /// <param name="state">The session.</param>
    /// <param name="anchorAgeSec">How long the song has played since the anchor was set; 0 while paused.</param>
    public static SnapshotView Of(SessionState state, double anchorAgeSec = 0) => new(
        state.EventCount,
        state.Queue.Tracks,
        state.Queue.Index,
        state.PlayState,
        (long)(anchorAgeSec * 1000),
        state.Barrier is { } b ? new(b.Type, b.TrackId, b.Members, b.Ready) : null,
        ClientViews.Of(state),
        state.Listeners,
        state.AnchorEvent,
        state.Queue.Wishes,
        state.Queue.PutAside,
        state.Control,
        state.EvenLoudness);
}

/// <summary>A pending barrier as phones see it.</summary>
internal sealed record BarrierView(
    BarrierType Type, string TrackId, IReadOnlyCollection<string> Members, IReadOnlyCollection<string> Ready);
