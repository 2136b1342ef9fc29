namespace CoListen.Silo.Sessions;

/// <summary>Something that has happened. Replaying all of them gives the state.</summary>
internal abstract record SessionEvent
{
    /// <summary>What somebody intended: raises eventCount by one. Everything else is a fact and does not.</summary>
    public abstract record Versioned : SessionEvent;

    /// <summary>A barrier waits for its members; it replaces any other.</summary>
    public sealed record BarrierOpened(BarrierType Type, string TrackId, double PositionSec, ImmutableSortedSet<string> Members)
        : Versioned;

    /// <summary>The members sound now, the track from its position.</summary>
    public sealed record BarrierReleased(BarrierType Type, string TrackId, double PositionSec, ImmutableSortedSet<string> Members)
        : Versioned;

    /// <summary>The room holds. <paramref name="Reason"/>: why, when no person paused it; one of <see cref="PauseReasons"/>.</summary>
    public sealed record Paused(double PositionSec, string? Reason = null) : Versioned;
    /// <summary>The anchor has moved.</summary>
    public sealed record Seeked(double PositionSec) : Versioned;
    /// <summary>
    /// The order, or the current track, is another. <paramref name="UndoableBy"/>: the client that may undo it; null for none.
    /// </summary>
    public sealed record QueueChanged(PlayQueue Queue, string? UndoableBy = null) : Versioned;
    /// <summary>A phone is paired, or has a new name and token.</summary>
    public sealed record ClientPaired(string ClientId, string Name, string TokenHash, DateTimeOffset At) : SessionEvent;
    /// <summary>A phone that was long away, or that the host removed, is paired no more.</summary>
    public sealed record ClientForgotten(string ClientId) : SessionEvent;
    /// <summary>A phone has another name.</summary>
    public sealed record ClientRenamed(string ClientId, string Name) : SessionEvent;
    /// <summary>A phone is a host's, or a guest's again.</summary>
    public sealed record HostChanged(string ClientId, bool IsHost) : SessionEvent;
    /// <summary>Whose room it is has changed.</summary>
    public sealed record ControlChanged(Control Control) : SessionEvent;
    /// <summary>Songs are to sound equally loud from now on, or each as it is.</summary>
    public sealed record EvenLoudnessChanged(bool IsOn) : SessionEvent;
    /// <summary>Other music plays in the room. The change of the queue follows.</summary>
    public sealed record MusicChosen(IReadOnlyList<MusicChoice> Music) : SessionEvent;
    /// <summary>A phone hears the session.</summary>
    public sealed record StreamOpened(string ClientId, string StreamId, bool InSound) : SessionEvent;
    /// <summary>A stream of a phone has ended.</summary>
    public sealed record StreamClosed(string ClientId, string StreamId, DateTimeOffset At) : SessionEvent;
    /// <summary>Every stream has ended, with the process that held them.</summary>
    public sealed record StreamsLost : SessionEvent;
    /// <summary>The barrier waits for this client, who is not ready (any more).</summary>
    public sealed record MemberJoined(string ClientId) : SessionEvent;
    /// <summary>This client can sound at once.</summary>
    public sealed record MemberReady(string ClientId) : SessionEvent;
    /// <summary>This client is gone; the barrier does not wait for it.</summary>
    public sealed record MemberLeft(string ClientId) : SessionEvent;
    /// <summary>This client is here but was silent too long; the barrier does not wait for it.</summary>
    public sealed record MemberStalled(string ClientId) : SessionEvent;
    /// <summary>This client cannot sound the current track.</summary>
    public sealed record TrackSatOut(string ClientId, SilenceReason? Reason = null) : SessionEvent;
    /// <summary>This client has heard the current track to its end.</summary>
    public sealed record TrackHeardOut(string ClientId) : SessionEvent;
    /// <summary>This client is in the sound no more.</summary>
    public sealed record ListenerLeft(string ClientId) : SessionEvent;
    /// <summary>This client is in the sound again.</summary>
    public sealed record ListenerReturned(string ClientId) : SessionEvent;
    /// <summary>This client's page is frozen, or about to be, or silent by itself.</summary>
    public sealed record ClientSlept(string ClientId, SilenceReason? Reason = null) : SessionEvent;
    /// <summary>This client's page runs again.</summary>
    public sealed record ClientWoke(string ClientId) : SessionEvent;
    /// <summary>Everyone sat the track before this one out, the last of <paramref name="InARow"/>.</summary>
    public sealed record TrackSkipped(int InARow) : SessionEvent;
    /// <summary>The current track is none of the room's music any more, or again.</summary>
    public sealed record CurrentVanished(bool Vanished) : SessionEvent;
}

/// <summary>Why the session paused by itself.</summary>
internal static class PauseReasons
{
    /// <summary>Once round the queue, everyone sat every track out.</summary>
    public const string NothingPlayable = "nothing-playable";

    /// <summary>Nobody is here.</summary>
    public const string NobodyListening = "nobody-listening";

    /// <summary>The current track left the library while it did not sound.</summary>
    public const string LibraryChanged = "library-changed";
}
