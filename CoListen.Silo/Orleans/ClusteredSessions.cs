using System.Collections.Concurrent;
using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoListen.Silo.Orleans;

/// <summary>The cluster's sessions as one node's API sees them.</summary>
internal sealed class ClusteredSessions(IGrainFactory grains, ILocalSiloDetails silo, IHostApplicationLifetime lifetime, ILogger<ClusteredSessions> logger) : ISessions, IHostedService, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, NodeSession> here = new(StringComparer.OrdinalIgnoreCase);
    private readonly PeriodicTimer timer = new(Tick);
    private readonly BeforeTheSilo before = new();
    private readonly Lock making = new();
    private bool joined;
    private bool leaving;

    private string Node => silo.SiloAddress.ToParsableString();

    private ISessionsGrain Directory => grains.GetGrain<ISessionsGrain>(0);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<SessionEntry>> ListAsync() =>
        joined ? await Directory.ListAsync() : [new SessionEntry(SessionName.Main, "", IsPairingOpen: false)];

    /// <inheritdoc />
    public async ValueTask<ISession?> FindAsync(string name)
    {
        if (!joined)
        {
            return before;
        }

        if (here.TryGetValue(name, out var known) && !known.IsClosed)
        {
            return known;
        }

        return (await ListAsync()).FirstOrDefault(entry => SessionName.Same(entry.Name, name)) is { } entry ? Here(entry.Name) : null;
    }

    /// <inheritdoc />
    public async ValueTask<OpenOutcome> OpenAsync(string name)
    {
        var outcome = await Directory.OpenAsync(name);
        if (outcome.Entry is not null)
        {
            Forget(outcome.Entry.Name);
        }

        return outcome;
    }

    /// <inheritdoc />
    public async ValueTask<SessionsRefusal?> CloseAsync(string name)
    {
        var refusal = (await Directory.CloseAsync(name)).Refusal;
        if (refusal is null)
        {
            Forget(name);
        }

        return refusal;
    }

    /// <inheritdoc />
    public ValueTask<bool> TryPassAsync(string name) => Directory.TryPassAsync(name);

    /// <inheritdoc />
    public ValueTask OpenPairingAsync(string name) => Directory.OpenPairingAsync(name);

    /// <summary>After the silo, before the web server: joins, and hands on what was said before there was a silo.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Directory.JoinAsync(Node);
        joined = true;
        foreach (var entry in await ListAsync())
        {
            if (before.Library is { } library)
            {
                await Here(entry.Name).ExecuteAsync(library);
            }
        }

        _ = KeepAsync();
        lifetime.ApplicationStopping.Register(() => Task.Run(LeaveAsync).GetAwaiter().GetResult());
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => timer.Dispose();

    private NodeSession Here(string name)
    {
        lock (making)
        {
            if (here.TryGetValue(name, out var known) && !known.IsClosed)
            {
                return known;
            }

            Forget(name);
            return here[name] = new(name, Node, grains, logger);
        }
    }

    private void Forget(string name)
    {
        if (here.TryRemove(name, out var gone))
        {
            _ = gone.DisposeAsync().AsTask();
        }
    }

    // Streams have to end before the web server waits for its connections.
    private async Task LeaveAsync()
    {
        leaving = true;
        timer.Dispose();
        await Task.WhenAll(here.Values.Select(session => session.LeaveAsync("shutdown").AsTask()));
    }

    private async Task KeepAsync()
    {
        while (await timer.WaitForNextTickAsync() && !leaving)
        {
            try
            {
                var open = await ListAsync();
                foreach (var closed in here.Keys.Where(name => !open.Any(entry => SessionName.Same(entry.Name, name))).ToArray())
                {
                    Forget(closed);
                }
            }
            catch (Exception)
            {
                // The directory moves; the next look will tell.
            }
        }
    }

    /// <summary>The library is looked at before anything listens, and so before there is a silo.</summary>
    private sealed class BeforeTheSilo : ISession
    {
        public SessionCommand.Reconcile? Library { get; private set; }

        public ValueTask<SessionState> ReadAsync() => ValueTask.FromResult(SessionState.Fresh);

        public ValueTask<Outcome> ExecuteAsync(SessionCommand command)
        {
            Library = command as SessionCommand.Reconcile ?? Library;
            return ValueTask.FromResult(new Outcome(SessionState.Fresh, null));
        }

        public ValueTask<StreamOutcome> OpenStreamAsync(string? clientId, long? sounding, long? lastEventId) => ValueTask.FromResult<StreamOutcome>(new StreamOutcome.TooMany());

        public void Heard(string clientId)
        {
        }

        public void Served(string clientId, string trackId, long servedUpTo, long size)
        {
        }

        public ValueTask RefreshAsync(string reason) => ValueTask.CompletedTask;
    }
}
