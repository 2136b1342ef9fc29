namespace CoListen.Silo.Grains;

/// <summary>
/// The sessions that are open: one directory in the cluster. <see cref="SessionName.Main"/> is always there and comes first. Names are
/// unique ignoring case, at most <see cref="SessionName.MaxSessions"/>. Each session has a code of its own, new when all servers were away;
/// the setting <c>Pairing:Code</c> fixes that of <see cref="SessionName.Main"/> alone. Nothing here throws for a refusal or a failing disk.
/// </summary>
internal interface ISessionDirectoryGrain : IGrainWithIntegerKey
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

    /// <summary>Gives a session a new code, even where a setting fixes it; from now on the old one is wrong.</summary>
    Task<OpenOutcome> RenewCode(string name);

    /// <summary>The last codes that were right and are not any more; not those of before the last start but one.</summary>
    [AlwaysInterleave]
    Task<string[]> FormerCodes();

    /// <summary>Whether the stored list cannot be read, so that nobody can tell which sessions there are.</summary>
    [AlwaysInterleave]
    Task<bool> IsCorrupt();

    /// <summary>Whether a session was closed, since the servers started, that knew the token.</summary>
    [AlwaysInterleave]
    Task<bool> WasClosed(string tokenHash);

    /// <summary>Lets one phone through the session's pairing window; false when that is closed.</summary>
    Task<bool> TryPass(string name);

    Task OpenPairing(string name);
}

/// <summary>An open session as the host screen sees it.</summary>
[GenerateSerializer, Immutable]
internal sealed record SessionEntry([property: Id(0)] string Name, [property: Id(1)] string Code, [property: Id(2)] bool IsPairingOpen);

/// <summary>Result of opening a session or renewing its code: one of both.</summary>
[GenerateSerializer, Immutable]
internal sealed record OpenOutcome([property: Id(0)] SessionEntry? Entry, [property: Id(1)] DirectoryRefusal? Refusal);

/// <summary>Why the directory refused a request. Nothing has changed then.</summary>
internal enum DirectoryRefusal
{
    BadName,
    NameTaken,
    TooMany,
    MainStays,
    Unknown,
    NotStored,

    /// <summary>Not stored, and what the disk holds is not known.</summary>
    Uncertain,

    /// <summary>The stored list cannot be read, so it may not change until a person has mended it.</summary>
    Corrupt,
}
