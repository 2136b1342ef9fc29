using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace CoListen.Tests.Orleans;

/// <summary>Nodes of a cluster, each a process, and phones at any of them.</summary>
public sealed class ClusterTests : IAsyncDisposable
{
    // Streams carry heartbeats for ever: what never comes must not keep everything else waiting.
    private const int Patience = 180_000;
    private const string NoDatabase = "No PostgreSQL: COLISTEN_POSTGRES has to be the connection string of a database with Orleans' tables (see README, More than one machine).";
    private readonly string folder = Directory.CreateTempSubdirectory("colisten-test-").FullName;
    private readonly List<ClusterNode> nodes = [];
    private readonly int primary = ClusterNode.FreePort();

    private static string? Database => Environment.GetEnvironmentVariable("COLISTEN_POSTGRES");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = Patience)]
    public async Task A_phone_may_use_any_node_and_move_without_losing_or_doubling_a_message()
    {
        var (a, b) = (await LocalAsync(), await LocalAsync());
        var ana = await a.PairAsync("Ana");
        var ben = await b.PairAsync("Ben");
        await using var first = await ana.ListenAsync();
        var began = await first.UntilAsync("snapshot");
        await using var other = await b.Known(ben).ListenAsync();
        var (status, _) = await ben.SendAsync("seek", new { positionSec = 1 });
        Assert.Equal(HttpStatusCode.OK, status);
        var seen = await first.UntilAsync("seeked", m => (double)m.Payload["positionSec"]! == 1);
        await first.DisposeAsync();
        await ben.SendAsync("seek", new { positionSec = 2 });
        await ana.SendAsync("seek", new { positionSec = 3 });

        await using var moved = await b.Known(ana).ListenAsync(lastEventId: seen.Id);

        List<double> heard = [];
        while (heard.LastOrDefault() != 3)
        {
            heard.Add((double)(await moved.UntilAsync("seeked")).Payload["positionSec"]!);
        }

        Assert.Equal([2, 3], heard);
        Assert.NotEqual(began.Id, seen.Id);
        Assert.Equal(1, nodes.Sum(node => node.TimesAtHome("main")));
    }

    [Fact(Timeout = Patience)]
    public async Task Phones_at_two_nodes_start_together()
    {
        var (a, b) = (await LocalAsync(), await LocalAsync());
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        await using var at = await ana.ListenAsync();
        await using var bt = await ben.ListenAsync();
        await at.UntilAsync("clients.changed", m => IsActive(m, ben));
        var track = await OpenBarrierAsync(ana);

        await AcknowledgeAsync(ana, track);
        await at.UntilAsync("barrier.progress", m => m.Payload["ready"]!.AsArray().Count == 1);
        await AcknowledgeAsync(ben, track);

        var (released, too) = (await at.UntilAsync("barrier.release"), await bt.UntilAsync("barrier.release"));
        Assert.Equal(released.Id, too.Id);
        Assert.Equal(released.Data.ToJsonString(), too.Data.ToJsonString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_node_that_dies_takes_its_streams_along()
    {
        var (a, b) = (await LocalAsync(), await LocalAsync());
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        await using (var at = await ana.ListenAsync())
        {
            await using var bt = await ben.ListenAsync();
            await at.UntilAsync("clients.changed", m => IsActive(m, ben));
            await b.KillAsync();
        }

        while (!await HearsAwayAsync(ana, ben))
        {
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Sessions_that_one_node_opens_take_phones_at_another_and_closing_ends_their_streams()
    {
        var (a, b) = (await LocalAsync(), await LocalAsync());
        using var host = a.Anonymous();
        using var opened = await host.Post("/host/sessions", new { name = "Kitchen" });
        var code = (string)JsonNode.Parse(await opened.Text())!["code"]!;
        var ana = await b.PairAsync("Ana", code);
        await using var stream = await a.Known(ana).ListenAsync();
        Assert.Equal(3, (await stream.UntilAsync("snapshot")).Payload["queue"]!.AsArray().Count);

        using var closed = await host.Post("/host/sessions/close", new { name = "kitchen" });

        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        while (await stream.NextAsync() is not null)
        {
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => ana.SnapshotAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task A_silo_that_is_killed_in_mid_song_wakes_as_it_was_and_nobody_falls_silent()
    {
        var node = await LocalAsync(primary);
        var ana = await node.PairAsync("Ana");
        await using var stream = await ana.ListenAsync();
        await AcknowledgeAsync(ana, await OpenBarrierAsync(ana));
        var anchor = (await stream.UntilAsync("barrier.release")).EventCount;

        await node.KillAsync();
        var again = await LocalAsync(primary);
        var back = again.Known(ana);
        await using var resumed = await back.ListenAsync(sounding: anchor);
        var snapshot = (await resumed.UntilAsync("snapshot")).Payload;

        Assert.Equal((anchor, "playing"), ((long)snapshot["eventCount"]!, (string)snapshot["playState"]!["mode"]!));
        Assert.Equal([ana.ClientId], snapshot["listeners"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(HttpStatusCode.OK, (await back.SendAsync("pause", new { positionSec = 5 })).Status);
    }

    [Fact(Timeout = Patience)]
    public async Task The_node_that_holds_the_session_is_killed_in_a_barrier_and_the_barrier_goes_on_at_the_other()
    {
        Assert.SkipWhen(Database is null, NoDatabase);
        var (a, b) = await TwoOnPostgresAsync(storage: "adonet");
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        await using var at = await ana.ListenAsync();
        var bt = await ben.ListenAsync();
        await at.UntilAsync("clients.changed", m => IsActive(m, ben));
        var track = await OpenBarrierAsync(ana);
        var opened = (await bt.UntilAsync("barrier.open")).EventCount;
        await AcknowledgeAsync(ana, track);
        var (home, left, gone, stayed) = a.TimesAtHome("main") == 1 ? (a, b, ana, ben) : (b, a, ben, ana);

        await home.KillAsync();

        var snapshot = await left.Known(stayed).SnapshotAsync();
        Assert.Equal(opened, (long)snapshot["eventCount"]!);
        Assert.Equal(track, (string)snapshot["barrier"]!["trackId"]!);
        Assert.Equal([ana.ClientId], snapshot["barrier"]!["ready"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(1, left.TimesAtHome("main"));
        await using var one = await left.Known(stayed).ListenAsync();
        await using var two = await left.Known(gone).ListenAsync();
        await two.UntilAsync("snapshot");
        await AcknowledgeAsync(left.Known(ben), track);
        Assert.Equal(opened + 1, (await one.UntilAsync("barrier.release")).EventCount);
        Assert.Equal(opened + 1, (await two.UntilAsync("barrier.release")).EventCount);
    }

    [Theory(Timeout = Patience)]
    [InlineData("adonet")]
    [InlineData("file")]
    public async Task No_acknowledged_command_is_lost_when_the_node_that_holds_the_session_is_killed(string storage)
    {
        Assert.SkipWhen(Database is null, NoDatabase);
        var (a, b) = await TwoOnPostgresAsync(storage);
        var ana = await a.PairAsync("Ana");
        var (home, left) = a.TimesAtHome("main") == 1 ? (a, b) : (b, a);
        var phone = left.Known(ana);
        long acknowledged = 0;
        for (var i = 0; i < 200; i++)
        {
            if (i == 50)
            {
                await home.KillAsync();
            }

            var (status, body) = await phone.SendAsync("seek", new { positionSec = i });
            if (status == HttpStatusCode.OK)
            {
                acknowledged = (long)body["eventCount"]!;
                Assert.Equal(acknowledged, (long)(await phone.SnapshotAsync())["eventCount"]!);
            }
            else
            {
                // The answer may have died with the node while the command did not.
                Assert.Equal(HttpStatusCode.Conflict, status);
                Assert.InRange((long)body["snapshot"]!["eventCount"]!, acknowledged, acknowledged + 1);
            }
        }

        Assert.True(acknowledged >= 199);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_silos_on_one_folder_never_both_write(bool know)
    {
        var a = await LocalAsync();
        var b = know ? await LocalAsync() : await StrangerAsync();
        var phones = new[] { await a.PairAsync("Ana"), await b.PairAsync("Ben") };
        ConcurrentBag<long> accepted = [];

        await Task.WhenAll(phones.Select(async phone =>
        {
            for (var i = 0; i < 60; i++)
            {
                var (status, body) = await phone.SendAsync("seek", new { positionSec = i });
                if (status == HttpStatusCode.OK)
                {
                    accepted.Add((long)body["eventCount"]!);
                }
                else
                {
                    Assert.Equal(HttpStatusCode.Conflict, status);
                }
            }
        }));

        // Each count was given out once: of two writes over the same version, one was refused.
        Assert.Equal(accepted.Count, accepted.Distinct().Count());
        Assert.Equal(accepted.Max(), Math.Max((long)(await phones[0].SnapshotAsync())["eventCount"]!, (long)(await phones[1].SnapshotAsync())["eventCount"]!));
    }

    private static bool IsActive(TestMessage message, TestPhone phone) => (bool?)message.Payload["clients"]![phone.ClientId]?["active"] == true;

    // A session that Orleans moves ends its streams, and phones come back.
    private static async Task<bool> HearsAwayAsync(TestPhone phone, TestPhone other)
    {
        await using var stream = await phone.ListenAsync();
        while (await stream.NextAsync() is { } message)
        {
            if (message.Name is "snapshot" or "clients.changed" && !IsActive(message, other))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<string> OpenBarrierAsync(TestPhone phone)
    {
        var (status, body) = await phone.SendAsync("play", new { positionSec = 0 });
        Assert.Equal(HttpStatusCode.OK, status);
        return (string)body["snapshot"]!["barrier"]!["trackId"]!;
    }

    private static async Task AcknowledgeAsync(TestPhone phone, string trackId) =>
        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync("ack-download", new { trackId })).Status);

    private IEnumerable<(string Key, string Value)> Files() => [("Cluster:Directory", Path.Combine(folder, "cluster")), ("Session:StallSec", "600"), ("Session:ListenerGraceSec", "600")];

    private async Task<ClusterNode> LocalAsync(int? siloPort = null)
    {
        Music();
        var node = await ClusterNode.StartAsync(
            folder,
            siloPort ?? (nodes.Count == 0 ? primary : null),
            [.. Files(), ("Cluster:PrimarySiloPort", primary.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        nodes.Add(node);
        return node;
    }

    /// <summary>A node that knows of no other and yet shares the folder: a cluster that has come apart.</summary>
    private async Task<ClusterNode> StrangerAsync()
    {
        nodes.Add(await ClusterNode.StartAsync(folder, settings: Files()));
        return nodes[^1];
    }

    private async Task<(ClusterNode A, ClusterNode B)> TwoOnPostgresAsync(string storage)
    {
        Music();
        (string, string)[] settings =
        [
            .. Files(), ("Cluster:Clustering", "adonet"), ("Cluster:Storage", storage), ("Cluster:ConnectionString", Database!), ("Cluster:Id", "test-" + Path.GetFileName(folder)),
            ("Cluster:AdvertisedIP", "127.0.0.1"),
        ];
        nodes.Add(await ClusterNode.StartAsync(folder, settings: settings));
        nodes.Add(await ClusterNode.StartAsync(folder, settings: settings));
        return (nodes[0], nodes[1]);
    }

    private void Music()
    {
        if (!Directory.Exists(Path.Combine(folder, "music")))
        {
            TestServer.Compose(folder, songs: 3);
        }
    }
}
