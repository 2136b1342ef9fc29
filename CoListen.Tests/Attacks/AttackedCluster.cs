using System.Text.Json.Nodes;
using CoListen.Silo.Sessions;
using CoListen.Tests.Cluster;

namespace CoListen.Tests.Attacks;

/// <summary>
/// Phones that send random commands at once to three nodes while the node that holds their session is killed or stopped, and replaced.
/// The phones hold no streams, as it would not be known when a lost one is closed; screens listen at every node.
/// </summary>
internal sealed class AttackedCluster(TestCluster cluster, int seed)
{
    private const int Nodes = 3;

    private readonly List<RecordedStream> streams = [];
    private readonly List<ServerProcess> started = [];
    private readonly List<Task> screens = [];
    private TestPhone[] phones = [];
    private SessionState initial = SessionState.Fresh;

    public Recorder Recorder { get; } = new();

    public static async Task<AttackedCluster> BeginAsync(TestCluster cluster, int clients, int seed)
    {
        var room = new AttackedCluster(cluster, seed);
        for (var i = 0; i < Nodes; i++) await cluster.StartAsync();
        room.phones = await Task.WhenAll(Enumerable.Range(0, clients).Select(i => cluster.Nodes[i % Nodes].PairAsync($"phone {i}")));
        JsonNode snapshot;
        do
        {
            snapshot = await room.phones[0].SnapshotAsync();
        }
        while (snapshot["queue"]!.AsArray().Count < TestCluster.Songs);

        room.initial = Recorder.InitialOf(snapshot);
        room.started.AddRange(cluster.Nodes);
        foreach (var node in cluster.Nodes) room.screens.Add(room.LookOnAsync(node));
        return room;
    }

    /// <summary>Each phone sends so many commands; in between the session moves.</summary>
    public async Task LiveAsync(int commands, int moves)
    {
        var left = commands * phones.Length;
        var due = Enumerable.Range(1, moves).ToDictionary(
            move => left - (left * move / (moves + 1)), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var moving = MoveAsync(due.OrderByDescending(one => one.Key).Select(one => one.Value.Task));
        await Task.WhenAll(phones.Select(async (phone, i) =>
        {
            var random = new Random((seed * 1_000_000) + i);
            JsonNode? known = null;
            for (var at = i; ;)
            {
                var here = cluster.Nodes[at % cluster.Nodes.Count].Known(phone);
                while ((known ?? await Recorder.ReadAsync(here, life: null)) is { } snapshot)
                {
                    var now = Interlocked.Decrement(ref left);
                    if (due.TryGetValue(now, out var next)) next.SetResult();
                    if (now < 0) return;

                    known = await Recorder.SendAsync(here, life: null, random, snapshot);
                }

                // The node is gone.
                at++;
            }
        }));
        await moving;
    }

    /// <summary>Fails unless one order of all that was asked explains all that was answered and heard.</summary>
    /// <returns>How many messages the screens heard.</returns>
    public async Task<int> CheckAsync()
    {
        Recorder.End(Recorder.Begin(command: null, life: null), HttpStatusCode.OK, await cluster.Nodes[0].Known(phones[0]).SnapshotAsync());
        foreach (var node in cluster.Nodes) await cluster.KillAsync(node);
        await Task.WhenAll(screens);

        // A node sends a command again when the first answer was lost. That happens where the test moves the session, and where a busy
        // machine lets a node be taken for dead.
        var repeated = Recorder.Calls.Where(call => call is { Command: not null, IsKnown: true, Status: not HttpStatusCode.OK });
        RecordedCall[] attempts = [.. repeated.Select(call => new RecordedCall(call.Command, call.Life, call.Began) { RepeatedBy = call })];
        var happened = HistoryChecker.Check(initial, Recorder.Calls.Concat(attempts), $"{seed}");
        Assert.InRange(attempts.Count(attempt => attempt.TookEffect), 0, phones.Length * started.Sum(TestCluster.Activations));
        var expected = RecordedStream.Expected(happened);
        return (await Task.WhenAll(streams.Select(stream => stream.CheckAsync(expected)))).Sum();
    }

    private async Task MoveAsync(IEnumerable<Task> due)
    {
        var activations = new Dictionary<ServerProcess, int>();
        var holder = cluster.Nodes[0];
        var kills = true;
        foreach (var next in due)
        {
            await next;
            foreach (var node in cluster.Nodes)
            {
                var count = TestCluster.Activations(node);
                if (count > activations.GetValueOrDefault(node)) holder = node;
                activations[node] = count;
            }

            await (kills ? cluster.KillAsync(holder) : cluster.StopAsync(holder));
            kills = !kills;
            holder = await cluster.StartAsync();
            started.Add(holder);
            screens.Add(LookOnAsync(holder));
        }
    }

    /// <summary>A screen that listens at a node until that is gone, again and again.</summary>
    private async Task LookOnAsync(ServerProcess node)
    {
        using var screen = node.Stranger();
        try
        {
            while (true)
            {
                var stream = await RecordedStream.BeginAsync(await TestEventStream.OpenAsync(screen, "/host/events"));
                lock (streams) streams.Add(stream);
                await stream.Ended;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The node is gone.
        }
    }
}
