using CoListen.Silo.Storage;

namespace CoListen.Silo.Grains;

/// <inheritdoc />
/// <remarks>Codes and pairing windows are stored with the names, so that they outlive the node that holds this grain.</remarks>
[KeepAlive]
internal sealed partial class SessionDirectoryGrain(
    [FromKeyedServices(SessionStore.ProviderName)] IGrainStorage storage,
    ISiloStatusOracle silos,
    IOptions<PairingOptions> pairing,
    ILogger<SessionDirectoryGrain> logger) : Grain, ISessionDirectoryGrain
{
    public const string StateName = "directory";

    private const int MaxFormerCodes = 100;
    private const int MaxClosedTokens = 10_000;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Queue<string> formerCodes = new();
    private readonly HashSet<string> closedTokens = new(StringComparer.Ordinal);
    private readonly GrainState<SessionDirectory> record = new(new());
    private SessionEntry[] sessions = [];
    private string[] joined = [];
    private bool corrupt;
    private bool isUncertain;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.ReadStateAsync(StateName, GrainContext.GrainId, record);
        }
        catch (Exception e) when (UnreadableRecord.IsCauseOf(e))
        {
            corrupt = true;
            LogCorrupt((storage as SessionFileStorage)?.PathOf(StateName, GrainContext.GrainId), UnreadableRecord.Complaint(e));
        }

        var stored = corrupt ? new() : record.State ?? new();
        joined = [.. stored.Nodes];
        var entries = stored.Sessions.Select(s => new SessionEntry(s.Name, s.Code, s.IsPairingOpen));
        sessions = [.. entries.OrderByDescending(s => SessionName.IsMain(s.Name))];
        if (sessions is not [{ } first, ..] || !SessionName.IsMain(first.Name))
        {
            sessions = [new(SessionName.Main, "", IsPairingOpen: true), .. sessions];
        }

        this.RegisterGrainTimer(_ => isUncertain ? PutAsync(sessions) : Task.CompletedTask, Retry, Retry);
    }

    public async Task Join(string node)
    {
        var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Append(silos.SiloAddress);
        var alive = active.Select(silo => silo.ToParsableString()).ToHashSet(StringComparer.Ordinal);
        var servedUntilNow = joined.Any(alive.Contains);
        joined = [.. joined.Where(alive.Contains).Append(node).Distinct(StringComparer.Ordinal)];
        var next = sessions;
        foreach (var session in sessions.Where(s => !servedUntilNow || s.Code.Length == 0))
        {
            var fresh = New(session.Name, next.Where(s => s != session));
            next = [.. next.Select(s => s == session ? fresh : s)];
        }

        // A disk that fails keeps nobody out: then this activation alone knows the codes.
        var before = sessions;
        await StoreAsync(next);
        sessions = next;
        Array.ForEach(before, session => Outdate(session.Code));
    }

    public Task<SessionEntry[]> List() => Task.FromResult(sessions);

    public async Task<OpenOutcome> Open(string name)
    {
        if (SessionName.Clean(name) is not { } clean) return new(null, DirectoryRefusal.BadName);

        DirectoryRefusal? refusal = corrupt ? DirectoryRefusal.Corrupt
            : Find(clean) is not null ? DirectoryRefusal.NameTaken
            : sessions.Length >= SessionName.MaxSessions ? DirectoryRefusal.TooMany
            : null;
        if (refusal is not null) return new(null, refusal);

        // A record that an earlier session of this name may have left is not the new one's.
        await GrainFactory.GetGrain<ISessionGrain>(clean).Close();
        var entry = New(clean, sessions);
        return await StoreAsync([.. sessions, entry]) is { } notStored ? new(null, notStored) : new(entry, null);
    }

    public async Task<DirectoryRefusal?> Close(string name)
    {
        if (SessionName.IsMain(name) || corrupt || Find(name) is not { } closing)
        {
            return SessionName.IsMain(name) ? DirectoryRefusal.MainStays : corrupt ? DirectoryRefusal.Corrupt : DirectoryRefusal.Unknown;
        }

        if (await StoreAsync([.. sessions.Where(s => s != closing)]) is { } refusal) return refusal;

        Outdate(closing.Code);
        if (closedTokens.Count > MaxClosedTokens)
        {
            closedTokens.Clear();
        }

        closedTokens.UnionWith(await GrainFactory.GetGrain<ISessionGrain>(closing.Name).Close());
        return null;
    }

    public async Task<OpenOutcome> RenewCode(string name)
    {
        if (corrupt || Find(name) is not { } session) return new(null, corrupt ? DirectoryRefusal.Corrupt : DirectoryRefusal.Unknown);

        var renewed = session with { Code = NewCode(sessions) };
        if (await StoreAsync([.. sessions.Select(s => s == session ? renewed : s)]) is { } refusal) return new(null, refusal);

        Outdate(session.Code);
        return new(renewed, null);
    }

    public Task<string[]> FormerCodes() => Task.FromResult(formerCodes.ToArray());

    public Task<bool> IsCorrupt() => Task.FromResult(corrupt);

    public Task<bool> WasClosed(string tokenHash) => Task.FromResult(closedTokens.Contains(tokenHash));

    public async Task<bool> TryPass(string name)
    {
        if (Find(name) is not { IsPairingOpen: true } session) return false;

        if (pairing.Value.ClosesAfterFirst) await SetPairingAsync(session, isOpen: false);

        return true;
    }

    public Task OpenPairing(string name) =>
        Find(name) is { IsPairingOpen: false } session ? SetPairingAsync(session, isOpen: true) : Task.CompletedTask;

    private void Outdate(string code)
    {
        if (code.Length == 0 || Array.Exists(sessions, s => s.Code == code)) return;

        formerCodes.Enqueue(code);
        if (formerCodes.Count > MaxFormerCodes)
        {
            formerCodes.Dequeue();
        }
    }

    private SessionEntry? Find(string name) => Array.Find(sessions, s => SessionName.Same(s.Name, name));

    private SessionEntry New(string name, IEnumerable<SessionEntry> others)
    {
        var isFixed = SessionName.IsMain(name) && pairing.Value.Code is not null;
        return new(name, isFixed ? PairingCode.Of(pairing.Value.Code).Text : NewCode(others), IsPairingOpen: true);
    }

    private static string NewCode(IEnumerable<SessionEntry> others)
    {
        string code;
        do
        {
            code = PairingCode.Of(null).Text;
        }
        while (PairingCode.Find(others, code) is not null);

        return code;
    }

    private async Task SetPairingAsync(SessionEntry session, bool isOpen)
    {
        SessionEntry[] next = [.. sessions.Select(s => s == session ? s with { IsPairingOpen = isOpen } : s)];
        await StoreAsync(next);
        sessions = next;
    }

    /// <summary>Stores a list. After an uncertain write the one that stands first, so that memory and disk agree.</summary>
    /// <returns>Why it is not stored; else null.</returns>
    private async Task<DirectoryRefusal?> StoreAsync(SessionEntry[] next)
    {
        if (corrupt) return DirectoryRefusal.Corrupt;
        if (isUncertain && await PutAsync(sessions) is { } still) return still;
        return await PutAsync(next);
    }

    private async Task<DirectoryRefusal?> PutAsync(SessionEntry[] next)
    {
        try
        {
            var stored = next.Select(s => new StoredSession(s.Name, s.Code, s.IsPairingOpen));
            record.State = new() { Nodes = [.. joined], Sessions = [.. stored] };
            await storage.WriteStateAsync(StateName, GrainContext.GrainId, record);
            (sessions, isUncertain) = (next, false);
            return null;
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
            throw;
        }
        catch (Exception e)
        {
            LogNotStored(e);
            isUncertain |= SessionStore.IsUncertain(e);
            return isUncertain ? DirectoryRefusal.Uncertain : DirectoryRefusal.NotStored;
        }
    }

    [LoggerMessage(LogLevel.Critical,
        "SCREAM: the list of sessions {File} cannot be used and is left as it is: {Complaint} Mend it or move it away, then start again. "
        + "Until then there is main alone.")]
    private partial void LogCorrupt(string? file, string complaint);

    [LoggerMessage(LogLevel.Error, "The list of sessions could not be written. The one in memory stays as it was.")]
    private partial void LogNotStored(Exception exception);
}
