using System.Text.Json;
using CoListen.Silo.Activation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace CoListen.Silo.Orleans;

/// <summary>The one directory of the cluster: names, codes, and who lets phones in. All of it outlives the node that holds it.</summary>
internal interface ISessionsGrain : IGrainWithIntegerKey
{
    /// <summary>A node begins to take phones.</summary>
    ValueTask JoinAsync(string node);

    /// <summary>Every open session, <c>main</c> first.</summary>
    ValueTask<SessionEntry[]> ListAsync();

    /// <summary>Opens a session.</summary>
    ValueTask<OpenOutcome> OpenAsync(string name);

    /// <summary>Closes a session; the outcome has no entry, and no refusal when it is closed.</summary>
    ValueTask<OpenOutcome> CloseAsync(string name);

    /// <summary>Lets one phone through the session's pairing window.</summary>
    ValueTask<bool> TryPassAsync(string name);

    /// <summary>Opens the session's pairing window again.</summary>
    ValueTask OpenPairingAsync(string name);
}

/// <summary>The directory as it is stored.</summary>
internal sealed record SessionDirectory
{
    /// <summary>The nodes that have joined: while one of them lives, codes stay as they are.</summary>
    public string[] Nodes { get; init; } = [];

    /// <summary>The open sessions, <c>main</c> first.</summary>
    public SessionEntry[] Sessions { get; init; } = [];
}

/// <inheritdoc />
internal sealed partial class SessionsGrain(
    [FromKeyedServices(SessionGrain.Storage)] IGrainStorage storage,
    ISiloStatusOracle silos,
    IOptions<PairingOptions> pairing,
    ILogger<SessionsGrain> logger) : Grain, ISessionsGrain
{
    private const string StateName = "sessions";

    private readonly GrainState<SessionDirectory> record = new(new());
    private SessionDirectory directory = new();
    private bool corrupt;

    /// <summary>The key of the grain of a session.</summary>
    public static string Key(string name) => name.ToLowerInvariant();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.ReadStateAsync(StateName, GrainContext.GrainId, record);
        }
        catch (Exception e) when (e is IOException || e.GetBaseException() is JsonException)
        {
            corrupt = true;
            LogCorrupt(e.Message);
        }

        directory = record.State ?? new();
        if (directory.Sessions is not [{ Name: SessionName.Main }, ..])
        {
            directory = new() { Sessions = [New(SessionName.Main, pairing.Value.Code)] };
        }
    }

    public async ValueTask JoinAsync(string node)
    {
        var alive = Alive();
        var goesOn = directory.Nodes.Any(alive.Contains);
        var next = directory with { Nodes = [.. directory.Nodes.Where(alive.Contains).Append(node).Distinct(StringComparer.Ordinal)] };
        if (!goesOn)
        {
            // The servers have all been away, so the codes are new.
            next = next with { Sessions = [.. next.Sessions.Select(s => New(s.Name, SessionName.IsMain(s.Name) ? pairing.Value.Code : null))] };
        }

        if (!await TryStoreAsync(next))
        {
            directory = next;
        }
    }

    public ValueTask<SessionEntry[]> ListAsync() => ValueTask.FromResult(directory.Sessions);

    public async ValueTask<OpenOutcome> OpenAsync(string name)
    {
        if (SessionName.Clean(name) is not { } clean)
        {
            return new(null, SessionsRefusal.BadName);
        }

        var refusal = corrupt ? SessionsRefusal.Corrupt
            : Find(clean) is not null ? SessionsRefusal.NameTaken
            : directory.Sessions.Length >= SessionName.MaxSessions ? SessionsRefusal.TooMany
            : (SessionsRefusal?)null;
        if (refusal is not null)
        {
            return new(null, refusal);
        }

        // What a session of this name may have left is not the new one's.
        await GrainFactory.GetGrain<ISessionGrain>(Key(clean)).CloseAsync();
        var entry = New(clean, null);
        return await TryStoreAsync(directory with { Sessions = [.. directory.Sessions, entry] }) ? new(entry, null) : new(null, SessionsRefusal.NotStored);
    }

    public async ValueTask<OpenOutcome> CloseAsync(string name)
    {
        if (corrupt || SessionName.IsMain(name) || Find(name) is not { } closing)
        {
            return new(null, SessionName.IsMain(name) ? SessionsRefusal.MainStays : corrupt ? SessionsRefusal.Corrupt : SessionsRefusal.Unknown);
        }

        if (!await TryStoreAsync(directory with { Sessions = [.. directory.Sessions.Where(s => s != closing)] }))
        {
            return new(null, SessionsRefusal.NotStored);
        }

        await GrainFactory.GetGrain<ISessionGrain>(Key(name)).CloseAsync();
        return new(null, null);
    }

    public async ValueTask<bool> TryPassAsync(string name) =>
        Find(name) is { IsPairingOpen: true } session && (pairing.Value.NewWindow().StaysOpen || await SetPairingAsync(session, isOpen: false));

    public async ValueTask OpenPairingAsync(string name)
    {
        if (Find(name) is { IsPairingOpen: false } session)
        {
            await SetPairingAsync(session, isOpen: true);
        }
    }

    private HashSet<string> Alive() =>
        [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(s => s.ToParsableString()), silos.SiloAddress.ToParsableString()];

    private SessionEntry? Find(string name) => Array.Find(directory.Sessions, s => SessionName.Same(s.Name, name));

    private SessionEntry New(string name, string? code)
    {
        string text;
        do
        {
            text = PairingCode.Of(code).Text;
        }
        while (code is null && PairingCode.Find(directory.Sessions, text) is not null);

        return new(name, text, IsPairingOpen: true);
    }

    private async ValueTask<bool> SetPairingAsync(SessionEntry session, bool isOpen)
    {
        var next = directory with { Sessions = [.. directory.Sessions.Select(s => s == session ? s with { IsPairingOpen = isOpen } : s)] };
        if (!await TryStoreAsync(next))
        {
            // Who is let in is decided here and now; it lasts as long as this activation.
            directory = next;
        }

        return true;
    }

    private async ValueTask<bool> TryStoreAsync(SessionDirectory next)
    {
        if (corrupt)
        {
            return false;
        }

        try
        {
            record.State = next;
            await storage.WriteStateAsync(StateName, GrainContext.GrainId, record);
            directory = next;
            return true;
        }
        catch (InconsistentStateException)
        {
            this.DeactivateOnIdle();
            throw;
        }
        catch (Exception e)
        {
            LogNotStored(e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Critical, "SCREAM: the list of sessions cannot be used and is left as it is: {Complaint} Mend it or move it away, then start again. Until then there is main alone.")]
    private partial void LogCorrupt(string complaint);

    [LoggerMessage(LogLevel.Error, "The list of sessions could not be written, so the old one stands.")]
    private partial void LogNotStored(Exception exception);
}
