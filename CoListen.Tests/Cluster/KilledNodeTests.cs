using static CoListen.Tests.Cluster.ClusterSteps;

namespace CoListen.Tests.Cluster;

/// <summary>What phones notice of nodes that die, are cut off or are replaced.</summary>
[Collection("Cluster")]
public sealed class KilledNodeTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>
{
    // Streams carry heartbeats for ever: what never comes must not keep everything else waiting.
    private const int Patience = 600_000;

    [Fact(Timeout = Patience)]
    public async Task The_node_that_holds_the_session_is_killed_in_a_barrier_and_the_barrier_goes_on_at_the_other()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        var (a, b) = await cluster.StartTwoAsync();
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        await using var at = await ana.ListenAsync();
        await using var bt = await ben.ListenAsync();
        var track = await OpenBarrierAsync(ana);
        var opened = (await bt.UntilAsync("barrier.open")).EventCount;
        await AcknowledgeAsync(ana, track);

        await cluster.KillAsync(cluster.Home);

        var left = cluster.Nodes.Single();
        (ana, ben) = (left.Known(ana), left.Known(ben));
        var snapshot = await ana.SnapshotAsync();
        Assert.Equal(opened, (long)snapshot["eventCount"]!);
        Assert.Equal(track, (string)snapshot["barrier"]!["trackId"]!);
        Assert.Equal([ana.ClientId], Ids(snapshot["barrier"]!["ready"]!));
        await using var one = await ana.ListenAsync();
        await using var two = await ben.ListenAsync();
        await AcknowledgeAsync(ben, track);
        Assert.Equal(opened + 1, (await one.UntilAsync("barrier.release")).EventCount);
        Assert.Equal(opened + 1, (await two.UntilAsync("barrier.release")).EventCount);
    }

    [Fact(Timeout = Patience)]
    public async Task The_node_that_holds_the_session_is_killed_in_mid_song_and_nobody_falls_silent()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        var (a, b) = await cluster.StartTwoAsync();
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        var (anchor, streams) = await StartAsync(ana, ben);

        await cluster.KillAsync(cluster.Home);

        var left = cluster.Nodes.Single();
        (ana, ben) = (left.Known(ana), left.Known(ben));
        await using var one = await ana.ListenAsync(sounding: anchor);
        await using var two = await ben.ListenAsync(sounding: anchor);
        var snapshot = await ana.SnapshotAsync();
        Assert.Equal((anchor, "playing"), ((long)snapshot["eventCount"]!, (string)snapshot["playState"]!["mode"]!));
        Assert.Equal(Sorted([ana, ben]), Sorted(Ids(snapshot["listeners"]!)));
        Assert.Equal(anchor + 1, await SeekAsync(ben, 5));
        Assert.Equal(anchor + 1, (await one.UntilAsync("seeked")).EventCount);
        await Task.WhenAll(streams.Select(stream => stream.DisposeAsync().AsTask()));
    }

    [Theory(Timeout = Patience)]
    [InlineData("AdoNet")]
    [InlineData("JsonFile")]
    public async Task No_acknowledged_command_is_lost_when_the_node_that_holds_the_session_is_killed(string storage)
    {
        await using var cluster = new TestCluster(postgres.ConnectionString, storage);
        await cluster.StartTwoAsync();
        var home = cluster.Home;
        var ana = await cluster.Nodes.Single(node => node != home).PairAsync("Ana");
        long acknowledged = 0;
        var killed = Task.CompletedTask;
        for (var i = 0; i < 200; i++)
        {
            killed = i == 50 ? cluster.KillAsync(home) : killed;
            var (status, body) = await ana.SendAsync("seek", new { positionSec = i });
            if (status == HttpStatusCode.OK)
            {
                Assert.Equal(acknowledged == 0 ? (long)body["eventCount"]! : acknowledged + 1, (long)body["eventCount"]!);
                acknowledged = (long)body["eventCount"]!;
            }
            else
            {
                // The answer may have died with the node while the command did not.
                Assert.Equal(HttpStatusCode.Conflict, status);
                Assert.Equal(acknowledged + 1, (long)body["snapshot"]!["eventCount"]!);
                acknowledged++;
            }
        }

        await killed;
        Assert.Equal(acknowledged, (long)(await ana.SnapshotAsync())["eventCount"]!);
        Assert.True(acknowledged >= 200);
    }

    [Fact(Timeout = Patience)]
    public async Task A_rolling_restart_of_three_nodes_leaves_every_phone_in_the_sound()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        List<TestPhone> phones = [];
        for (var i = 0; i < 3; i++)
        {
            var node = await cluster.StartAsync();
            phones.AddRange([await node.PairAsync(), await node.PairAsync()]);
        }

        var (anchor, streams) = await StartAsync([.. phones]);
        var roaming = phones.Select((phone, i) => new RoamingPhone(phone, cluster, i / 2, anchor)).ToList();
        await Task.WhenAll(roaming.Select(phone => phone.UntilAsync(anchor)));
        await Task.WhenAll(streams.Select(stream => stream.DisposeAsync().AsTask()));
        var (count, someone) = (anchor, phones[0]);
        foreach (var node in cluster.Nodes)
        {
            var stopped = cluster.StopAsync(node);
            someone = cluster.Nodes[0].Known(someone);
            for (var i = 0; i < 5; i++)
            {
                count = await NudgeAsync(someone, count);
            }

            await stopped;
            await cluster.StartAsync();
            await Task.WhenAll(roaming.Select(phone => phone.UntilAsync(count)));
        }

        var snapshot = await someone.SnapshotAsync();
        while (!phones.TrueForAll(phone => IsActive(snapshot, phone)))
        {
            snapshot = await someone.SnapshotAsync();
        }

        Assert.Equal(Sorted(phones), Sorted(Ids(snapshot["listeners"]!)));
        Assert.Equal((count, anchor), ((long)snapshot["eventCount"]!, (long)snapshot["anchorEvent"]!));
        await Task.WhenAll(roaming.Select(phone => phone.DisposeAsync().AsTask()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_node_without_its_database_refuses_changes_keeps_its_streams_and_loses_nothing()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        using var way = new TcpProxy(postgres.Port);
        var (a, b) = (await cluster.StartAsync(way), await cluster.StartAsync());
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        await using var at = await ana.ListenAsync();
        await using var bt = await ben.ListenAsync();
        var count = await SeekAsync(ana, 1);

        way.Cut();
        foreach (var phone in new[] { ana, ben })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await phone.SendAsync("seek", new { positionSec = 9 })).Status);
            Assert.Equal(count, (long)(await phone.SnapshotAsync())["eventCount"]!);
        }

        way.Mend();
        Assert.Equal(count + 1, await SeekOnceBackAsync(ben, 2));
        await at.UntilAsync("seeked", m => m.EventCount == count + 1);
        await bt.UntilAsync("seeked", m => m.EventCount == count + 1);
        way.Cut();
        await cluster.KillAsync(a);
        Assert.Equal(count + 2, await SeekOnceBackAsync(ben, 3));
    }

    [Fact(Timeout = Patience)]
    public async Task A_node_that_dies_while_the_database_is_away_is_replaced_when_it_is_back()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        using var way = new TcpProxy(postgres.Port);
        var (a, b) = (await cluster.StartAsync(way), await cluster.StartAsync(way));
        var ben = await b.PairAsync("Ben");
        var count = await SeekAsync(ben, 1);

        way.Cut();
        await cluster.KillAsync(a);
        var refused = await ben.SendAsync("seek", new { positionSec = 2 }, count.ToString(CultureInfo.InvariantCulture));
        way.Mend();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Equal(count + 1, await SeekOnceBackAsync(ben, 3));
    }
}
