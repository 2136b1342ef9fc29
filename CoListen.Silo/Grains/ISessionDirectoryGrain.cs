namespace CoListen.Silo.Grains;

/// <summary>
/// The sessions that are open: one directory in the cluster. <see cref="SessionName.Main"/> is always there and comes first. Names are
/// unique ignoring case,
/// at most <see cref="SessionName.MaxSessions"/>. Each session has a code of its own, new when all servers were away; the setting
/// <c>Pairing:Code</c> fixes that of
/// <see cref="SessionName.Main"/> alone. Nothing here throws for a refusal or a failing disk.
/// </summary>
public interface ISessionDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>A node starts to take phones.</summary>
    Task Join(string node);

    /// <summary>Every open session, <see cref="SessionName.Main"/> first, the others as they were opened.</summary>
    [AlwaysInterleave]
    Task<SessionEntry[]> List();

    /// <summary>Opens a session with an empty queue.</summary>
    Task<OpenOutcome> Open(string name);

    /// <summary>Closes a session for good.</summary>
    /// <returns>Why not; null when it is closed.</returns>
    Task<DirectoryRefusal?> Close(string name);

    /// <summary>Lets one phone through the session's pairing window; false when that is closed.</summary>
    Task<bool> TryPass(string name);

    /// <summary>Opens the session's pairing window again.</summary>
    Task OpenPairing(string name);
}

/// <summary>An open session as the host screen sees it.</summary>
/// <param name="Name">As it was given; the session is found by it ignoring case.</param>
/// <param name="Code">Its pairing code.</param>
/// <param name="IsPairingOpen">Its pairing window lets phones in.</param>
[GenerateSerializer, Immutable]
public sealed record SessionEntry([property: Id(0)] string Name, [property: Id(1)] string Code, [property: Id(2)] bool IsPairingOpen);

/// <summary>Result of opening a session: one of both.</summary>
/// <param name="Entry">The open session.</param>
/// <param name="Refusal">Why it is not open.</param>
[GenerateSerializer, Immutable]
public sealed record OpenOutcome([property: Id(0)] SessionEntry? Entry, [property: Id(1)] DirectoryRefusal? Refusal);

/// <summary>Why the directory refused a request. Nothing has changed then.</summary>
public enum DirectoryRefusal
{
    /// <summary>Not a name for a session.</summary>
    BadName,

    /// <summary>A session of this name is open, ignoring case.</summary>
    NameTaken,

    /// <summary>As many are open as may be.</summary>
    TooMany,

    /// <summary><see cref="SessionName.Main"/> is never closed.</summary>
    MainStays,

    /// <summary>No session has this name.</summary>
    Unknown,

    /// <summary>The disk did not take it.</summary>
    NotStored,

    /// <summary>The stored list cannot be read, so it may not change until a person has mended it.</summary>
    Corrupt,
}
