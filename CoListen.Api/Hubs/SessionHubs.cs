using CoListen.Silo.Grains;

namespace CoListen.Api.Hubs;

/// <summary>
/// The open sessions as this node sees them. Starts after the silo and before the web server; ends the streams before the web server waits
/// for them.
/// </summary>
internal sealed partial class SessionHubs(HubServices services, ILocalSiloDetails silo, ILogger<SessionHubs> logger)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SessionHub> hubs = new(StringComparer.OrdinalIgnoreCase);
    private readonly PeriodicTimer timer = new(LookPeriod, services.Time);
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock making = new();
    private bool leaving;

    /// <summary>Called after a session was activated, here or elsewhere.</summary>
    public Func<SessionHub, Task> Awoke { get; set; } = _ => Task.CompletedTask;

    /// <summary>Completes when every session has answered once.</summary>
    public Task Started => started.Task;

    public int StreamCount => hubs.Values.Sum(hub => hub.CountStreams());

    private string Node => silo.SiloAddress.ToParsableString();

    private ISessionDirectoryGrain Directory => services.Grains.GetGrain<ISessionDirectoryGrain>(0);

    /// <summary>Every open session, <c>main</c> first.</summary>
    public Task<SessionEntry[]> ListAsync() => services.Calls.RepeatAsync(Directory.List, () => leaving);

    /// <summary>The entry of an open session, ignoring case; null when there is none.</summary>
    public async Task<SessionEntry?> FindEntryAsync(string name) =>
        Array.Find(await ListAsync(), entry => SessionName.Same(entry.Name, name));

    /// <summary>
    /// An open session, ignoring case; null when there is none. The directory is asked for a name that is not known here.
    /// </summary>
    public async Task<SessionHub?> FindAsync(string name) =>
        hubs.TryGetValue(name, out var known) ? known : await FindEntryAsync(name) is { } entry ? HubOf(entry.Name) : null;

    public Task<OpenOutcome> OpenAsync(string name) => Directory.Open(name);

    public Task<OpenOutcome> RenewCodeAsync(string name) => Directory.RenewCode(name);

    public async Task<DirectoryRefusal?> CloseAsync(string name)
    {
        if (!hubs.TryGetValue(name, out var hub)) return await Directory.Close(name);

        var refusal = await hub.CloseAsync(() => Directory.Close(name));
        if (refusal is null) hubs.TryRemove(KeyValuePair.Create(hub.Name, hub));
        return refusal;
    }

    public Task<string[]> FormerCodesAsync() => services.Calls.RepeatAsync(Directory.FormerCodes, () => leaving);

    /// <inheritdoc cref="ISessionDirectoryGrain.IsCorrupt"/>
    public Task<bool> IsListCorruptAsync() => services.Calls.RepeatAsync(Directory.IsCorrupt, () => leaving);

    public Task<bool> WasClosedAsync(string tokenHash) =>
        services.Calls.RepeatAsync(() => Directory.WasClosed(tokenHash), () => leaving);

    public Task<bool> TryPassAsync(string name) => Directory.TryPass(name);

    public Task OpenPairingAsync(string name) => services.Calls.RepeatAsync(() => Directory.OpenPairing(name), () => leaving);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await services.Calls.RepeatAsync(() => Directory.Join(Node), () => leaving);
        await LookAsync();
        await Task.WhenAll(hubs.Values.Select(hub => hub.Started)).WaitAsync(cancellationToken);
        started.TrySetResult();
        _ = RunAsync();
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        leaving = true;
        timer.Dispose();
        await Task.WhenAll(hubs.Values.Select(hub => hub.LeaveAsync("shutdown")));
    }

    public void Dispose() => timer.Dispose();

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private SessionHub HubOf(string name)
    {
        lock (making)
        {
            return hubs.GetOrAdd(name, key => new SessionHub(key, Node, services, AwakeAsync));
        }
    }

    /// <summary>A session that was closed is activated again by a node that has not heard of it yet. Then nothing follows.</summary>
    private async Task AwakeAsync(SessionHub hub)
    {
        if (Array.Exists(await ListAsync(), entry => entry.Name == hub.Name)) await Awoke(hub);
    }

    private async Task RunAsync()
    {
        while (await timer.WaitForNextTickAsync() && !leaving)
        {
            try
            {
                await LookAsync();
            }
            catch (Exception e)
            {
                // The directory moves to another node; the next look finds it there.
                LogUnreachable(e.Message);
            }
        }
    }

    private async Task LookAsync()
    {
        var open = await ListAsync();
        List<SessionHub> unlisted = [.. hubs.Values.Where(hub => !Array.Exists(open, entry => entry.Name == hub.Name))];

        // A list that cannot be read has main alone, and closes nothing.
        if (unlisted.Count > 0 && await Directory.IsCorrupt()) return;

        foreach (var hub in unlisted)
        {
            if (hubs.TryRemove(KeyValuePair.Create(hub.Name, hub))) await hub.DisposeAsync();
        }

        foreach (var entry in open)
        {
            HubOf(entry.Name);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The directory of sessions does not answer: {Complaint}")]
    private partial void LogUnreachable(string complaint);
}
