using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;
using Npgsql;

namespace CoListen.Silo.Storage;

/// <summary>
/// The stored state of one session: the grain's one way to its storage. A failing disk is a result and a line in the log, never an
/// exception.
/// </summary>
internal sealed partial class SessionStore(IGrainStorage storage, GrainId grain, ILogger logger)
{
    public const string ProviderName = "sessions";

    private readonly string where =
        (storage as SessionFileStorage)?.PathOf(SessionFileStorage.Session, grain) ?? $"{grain} in the grain storage";

    private SessionState? stored;
    private string? eTag;
    private bool isUncertain;

    /// <summary>The stored state cannot be read. It is never overwritten.</summary>
    public bool IsCorrupt { get; private set; }

    /// <summary>The stored state; a fresh one where there is none, or none that can be read.</summary>
    public async Task<SessionState> ReadAsync()
    {
        try
        {
            var record = new GrainState<SessionState>();
            await storage.ReadStateAsync(SessionFileStorage.Session, grain, record);
            (stored, eTag, IsCorrupt) = (record.RecordExists ? record.State : null, record.ETag, false);
        }
        catch (Exception e) when (UnreadableRecord.IsCauseOf(e))
        {
            if (!IsCorrupt) LogCorrupt(where, UnreadableRecord.Complaint(e));

            IsCorrupt = true;
        }

        return stored ?? SessionState.Fresh;
    }

    /// <summary>Whether a corrupt state can be read again, because a person has mended it or moved it away. Changes nothing.</summary>
    public async Task<bool> IsMendedAsync()
    {
        try
        {
            await storage.ReadStateAsync(SessionFileStorage.Session, grain, new GrainState<SessionState>());
            return true;
        }
        catch (Exception e) when (UnreadableRecord.IsCauseOf(e))
        {
            return false;
        }
    }

    /// <summary>Whether this state is stored, open streams aside.</summary>
    public bool Holds(SessionState state) => !isUncertain && IsSame(stored ?? SessionState.Fresh, state);

    /// <summary>
    /// Stores a state that is not stored yet. After an uncertain write the last stored state first, so that memory and disk agree.
    /// </summary>
    /// <returns>Why it is not stored; else null.</returns>
    /// <exception cref="InconsistentStateException">Another activation has written: this one is to go.</exception>
    public async Task<Rejection?> WriteAsync(SessionState state)
    {
        if (IsCorrupt) return new Rejection.StateCorrupt();
        if (isUncertain && await TryAsync(stored) is { } still) return still;
        return Holds(state) ? null : await TryAsync(state);
    }

    /// <summary>Deletes the stored state for good.</summary>
    public async Task DeleteAsync()
    {
        try
        {
            await ClearAsync();
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            LogNotDeleted(where, e.Message);
        }
    }

    /// <summary>
    /// Whether a write that failed may have been done. A database that says no has changed nothing; where its answer is missing, it may
    /// have.
    /// </summary>
    public static bool IsUncertain(Exception e) => e is UncertainWriteException or NpgsqlException and not PostgresException;

    private static bool IsSame(SessionState one, SessionState other) =>
        one with { Clients = other.Clients } == other
        && (ReferenceEquals(one.Clients, other.Clients)
            || (one.Clients.Count == other.Clients.Count
                && one.Clients.Zip(other.Clients).All(c =>
                    c.First.Key == c.Second.Key && c.First.Value with { Streams = c.Second.Value.Streams } == c.Second.Value)));

    private async Task<Rejection.NotStored?> TryAsync(SessionState? state)
    {
        try
        {
            using var writing = SessionTrace.Step("storage.write");
            await (state is null ? ClearAsync() : PutAsync(state));
            isUncertain = false;
            return null;
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            LogNotStored(where, e.Message);
            isUncertain |= IsUncertain(e);
            return new(isUncertain);
        }
    }

    // A record of its own for each attempt: a storage that fails may have changed it.
    private async Task PutAsync(SessionState state)
    {
        var record = new GrainState<SessionState>(state, eTag) { RecordExists = stored is not null };
        await storage.WriteStateAsync(SessionFileStorage.Session, grain, record);
        (stored, eTag) = (state, record.ETag);
    }

    private async Task ClearAsync()
    {
        var record = new GrainState<SessionState>(SessionState.Fresh, eTag) { RecordExists = stored is not null };
        await storage.ClearStateAsync(SessionFileStorage.Session, grain, record);
        (stored, eTag) = (null, record.ETag);
    }

    [LoggerMessage(LogLevel.Critical, "SCREAM: the state file {File} cannot be used and is left as it is: {Complaint} "
        + "Mend it or move it away, then start again. Until then nothing can be controlled.")]
    private partial void LogCorrupt(string file, string complaint);

    [LoggerMessage(LogLevel.Warning, "The session is closed, but its file {File} could not be deleted and may be: {Complaint}")]
    private partial void LogNotDeleted(string file, string complaint);

    [LoggerMessage(LogLevel.Error, "The state could not be written to {File}. The one in memory stays as it was: {Complaint}")]
    private partial void LogNotStored(string file, string complaint);
}
