namespace CoListen.Silo.Activation;

/// <summary>
/// The sessions that are open, wherever they live: one directory for all who take phones. What crosses it is plain data, so it may be answered by another
/// process. Every implementation promises:
/// <list type="bullet">
/// <item><see cref="SessionName.Main"/> is always there and comes first; a session is there from the answer to its opening until the answer to its closing,
/// over restarts too, for everyone who asks at any node.</item>
/// <item>Names are as <see cref="SessionName"/> says, unique ignoring case, and at most <see cref="SessionName.MaxSessions"/>.</item>
/// <item>Each session has a code of its own (<see cref="PairingCode"/>), new at each start of the servers; the setting <c>Pairing:Code</c> fixes that of
/// <see cref="SessionName.Main"/> alone. No two are alike.</item>
/// <item>One pairing window for each session, by the setting <c>Pairing:Window</c>: of many phones at once through one that closes after the first, one gets in.</item>
/// <item>A session that is closed tells its streams <c>refresh</c> with the reason <c>closed</c> and ends them, forgets its state for good, and from then on
/// reads as a session without clients and refuses every command as of an unknown client. One of the same name that is opened later begins anew.</item>
/// <item>Nothing here throws for a refusal or a failing disk.</item>
/// </list>
/// </summary>
public interface ISessions
{
    /// <summary>Every open session, <see cref="SessionName.Main"/> first, the others as they were opened.</summary>
    ValueTask<IReadOnlyList<SessionEntry>> ListAsync();

    /// <summary>The session of this name, ignoring case; null when there is none. Asked with every request, so it must be quick.</summary>
    ValueTask<ISession?> FindAsync(string name);

    /// <summary>Opens a session with an empty queue: whoever opens it fills the queue from the library.</summary>
    ValueTask<OpenOutcome> OpenAsync(string name);

    /// <summary>Closes a session for good.</summary>
    /// <returns>Why not; null when it is closed.</returns>
    ValueTask<SessionsRefusal?> CloseAsync(string name);

    /// <summary>Lets one phone, which has shown the right code, through the session's pairing window; false when that is closed.</summary>
    ValueTask<bool> TryPassAsync(string name);

    /// <summary>Opens the session's pairing window again.</summary>
    ValueTask OpenPairingAsync(string name);
}

/// <summary>An open session as the host screen sees it.</summary>
/// <param name="Name">As it was given; the session is found by it ignoring case.</param>
/// <param name="Code">Its pairing code, as it is shown.</param>
/// <param name="IsPairingOpen">Its pairing window lets phones in.</param>
public sealed record SessionEntry(string Name, string Code, bool IsPairingOpen);

/// <summary>What became of the wish for a session: one of both.</summary>
/// <param name="Entry">It is open.</param>
/// <param name="Refusal">Why it is not.</param>
public sealed record OpenOutcome(SessionEntry? Entry, SessionsRefusal? Refusal);

/// <summary>Why the directory did not do what was asked. Nothing has changed then.</summary>
public enum SessionsRefusal
{
    /// <summary>It is no name for a session.</summary>
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

    /// <summary>The list of sessions cannot be read, so it may not change until a person has mended it.</summary>
    Corrupt,
}
