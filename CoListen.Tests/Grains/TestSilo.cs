using CoListen.Silo;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using Orleans.TestingHost;

namespace CoListen.Tests.Grains;

/// <summary>
/// Silos in this process with the sessions' grains, over a storage that can fail. One for all tests of a class: each test takes a session
/// of its own.
/// </summary>
public class TestSilo : IAsyncLifetime
{
    private int sessions;

    internal FailingGrainStorage Storage { get; } = new();

    internal FakeLogCollector Log { get; } = FakeLogCollector.Create(new FakeLogCollectorOptions());

    /// <summary>May be changed before the setting is first used.</summary>
    internal PairingOptions Pairing { get; } = new() { Code = "MAINCODE" };

    public InProcessTestCluster Cluster { get; private set; } = null!;

    /// <summary>The first silo, as nodes name themselves.</summary>
    public string Node => Cluster.Silos[0].SiloAddress.ToParsableString();

    protected virtual short Silos => 1;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(Silos);
        builder.Options.InitializeClientOnDeploy = false;
        builder.ConfigureSilo((_, silo) =>
        {
            SiloSetup.AddSessions(silo);
            silo.Services.AddKeyedSingleton<IGrainStorage>(SessionStore.ProviderName, Storage);
            silo.Services.AddLogging(
                logging => logging.ClearProviders().AddProvider(new FakeLoggerProvider(Log)).AddFilter("Orleans", LogLevel.Warning));
            silo.Services.AddSingleton(Options.Create(Pairing));
            Configure(silo);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The grains as the node <paramref name="silo"/> sees them.</summary>
    public IGrainFactory Grains(int silo =
        0) => Cluster.GetSiloServiceProvider(Cluster.Silos[silo].SiloAddress).GetRequiredService<IGrainFactory>();

    /// <summary>A session that no other test has.</summary>
    internal ISessionGrain NewSession() => Grains().GetGrain<ISessionGrain>($"session {Interlocked.Increment(ref sessions)}");

    /// <summary>A session with two songs and these phones, at eventCount 1.</summary>
    internal async Task<ISessionGrain> NewSessionAsync(params string[] clientIds)
    {
        var session = NewSession();
        await session.Execute(new SessionCommand.Reconcile([], ["a", "b"]));
        foreach (var clientId in clientIds)
        {
            Assert.Null((await session.Execute(new SessionCommand.Pair(clientId, clientId, "hash of " + clientId, default))).Rejection);
        }

        return session;
    }

    protected virtual void Configure(ISiloBuilder silo)
    {
    }

    /// <summary>A node that notes what it receives.</summary>
    internal TestNode NewNode(int silo = 0) => new(Grains(silo));
}

/// <summary>Stands for a node: receives a session's messages.</summary>
internal sealed class TestNode : ISessionObserver
{
    private readonly List<SessionMessage> messages = [];

    // Who waits goes on elsewhere: within OnMessages it would wait for itself.
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TestNode(IGrainFactory grains) => Reference = grains.CreateObjectReference<ISessionObserver>(this);

    public string Name { get; } = Guid.NewGuid().ToString("N");

    public ISessionObserver Reference { get; }

    public SessionMessage[] Messages
    {
        get
        {
            lock (messages)
            {
                return [.. messages];
            }
        }
    }

    public Task OnMessages(MessageBatch batch)
    {
        lock (messages)
        {
            messages.AddRange(batch.Messages);
            changed.TrySetResult();
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for a message of this name.</summary>
    public async Task<SessionMessage> UntilAsync(string name, Func<SessionMessage, bool>? which = null)
    {
        while (true)
        {
            Task more;
            lock (messages)
            {
                if (messages.Find(m => m.Name == name && which?.Invoke(m) != false) is { } found) return found;

                more = changed.Task;
            }

            await more.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public Task<StreamOpening> OpenStreamAsync(ISessionGrain session, string clientId, string streamId, long? sounding = null) =>
        session.OpenStream(Name, Reference, streamId, clientId, sounding is { } anchor ? new(anchor, null) : null);

    public Task<Connection> ConnectAsync(ISessionGrain session, StreamPosition known = default, params string[] held) =>
        session.Connect(Name, Reference, known, held);
}
