namespace CoListen.Silo.Sessions;

/// <summary>Why a command was refused. Nothing has changed then.</summary>
internal abstract record Rejection
{
    /// <summary>The client knew another eventCount than the session has.</summary>
    public sealed record Stale(long ExpectedEventCount) : Rejection;

    public sealed record EmptyQueue : Rejection;
    public sealed record UnknownTrack : Rejection;
    /// <summary>The track plays already; it cannot be next.</summary>
    public sealed record AlreadyCurrent : Rejection;

    /// <summary>The track is wished, or placed behind the current one, already.</summary>
    public sealed record AlreadyComing : Rejection;
    /// <summary>The client has not wished the track.</summary>
    public sealed record NotYourWish : Rejection;
    /// <summary>The last intent was none of this client's on the queue.</summary>
    public sealed record NothingToUndo : Rejection;
    /// <summary>The room belongs to its hosts, and the client is a guest.</summary>
    public sealed record HostsOnly : Rejection;

    /// <summary>The tracks are those of another choice of music than the room's.</summary>
    public sealed record OtherMusic : Rejection;

    public sealed record NoBarrier : Rejection;
    public sealed record NobodyReady : Rejection;
    /// <summary>The client was no member of the last release, so it joins at the next song.</summary>
    public sealed record NotInTheSong : Rejection;

    /// <summary>The client is not paired (any more).</summary>
    public sealed record UnknownClient : Rejection;

    /// <summary>
    /// The disk did not take it; the state is as it was. <paramref name="Uncertain"/>: what the disk holds is not known either.
    /// </summary>
    public sealed record NotStored(bool Uncertain = false) : Rejection;
    /// <summary>The state file cannot be read, so nothing may change until a person has mended it.</summary>
    public sealed record StateCorrupt : Rejection;
}
