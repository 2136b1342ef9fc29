using Npgsql;

namespace CoListen.Tests.Cluster;

/// <summary>Nodes of one cluster, each a process, on one database and one folder.</summary>
/// <param name="database">Connection string of PostgreSQL.</param>
/// <param name="storage"><c>AdoNet</c>, or <c>JsonFile</c> for files that the nodes share.</param>
internal sealed class TestCluster(string database, string storage = "AdoNet") : IAsyncDisposable
{
    /// <summary>How many songs the nodes play.</summary>
    public const int Songs = 3;

    private readonly TempDirectory folder = WithSongs();
    private readonly string id = Guid.NewGuid().ToString("N");

    /// <summary>The nodes that have not been stopped or killed.</summary>
    public ImmutableList<ServerProcess> Nodes { get; private set; } = [];

    /// <summary>The node that holds the one session, while no other one has held it.</summary>
    public ServerProcess Home => Nodes.Single(node => Activations(node) > 0);

    /// <summary>How often a session was activated in a node.</summary>
    public static int Activations(ServerProcess node) => node.Output.Split("A session is active in this node.").Length - 1;

    /// <summary>Adds a node.</summary>
    /// <param name="way">The node's way to the database, where that can be cut.</param>
    /// <param name="settings">Settings beside those that all nodes share.</param>
    public async Task<ServerProcess> StartAsync(TcpProxy? way = null, params IEnumerable<(string Key, string Value)> settings)
    {
        var connection = way is null ? database : new NpgsqlConnectionStringBuilder(database) { Port = way.Port }.ConnectionString;
        var node = await ServerProcess.StartAsync(
            folder.Path,
            [
                ("StateFile", Path.Combine(folder.Path, "main.json")), ("Session:StallSec", "600"), ("Session:ListenerGraceSec", "600"),
                ("Logging:Console:LogLevel:CoListen.Silo", "Information"), ("Orleans:ClusterId", id), ("Orleans:ServiceId", id),
                .. AdoNet("Orleans:Clustering", connection),
                .. AdoNet("Orleans:GrainStorage:sessions", connection), ("Orleans:GrainStorage:sessions:ProviderType", storage),
                .. settings,
            ]);
        Nodes = Nodes.Add(node);
        return node;
    }

    /// <summary>Adds two nodes.</summary>
    public async Task<(ServerProcess A, ServerProcess B)> StartTwoAsync() => (await StartAsync(), await StartAsync());

    /// <summary>Kills a node (SIGKILL).</summary>
    public Task KillAsync(ServerProcess node)
    {
        Nodes = Nodes.Remove(node);
        return node.KillAsync();
    }

    /// <summary>Stops a node (SIGTERM).</summary>
    public Task StopAsync(ServerProcess node)
    {
        Nodes = Nodes.Remove(node);
        return node.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        folder.Dispose();
    }

    private static TempDirectory WithSongs()
    {
        var made = new TempDirectory();
        TestServer.Compose(made.Path, Songs);
        return made;
    }

    private static IEnumerable<(string Key, string Value)> AdoNet(string section, string connection) =>
        [(section + ":ProviderType", "AdoNet"), (section + ":Invariant", "Npgsql"), (section + ":ConnectionString", connection)];
}
