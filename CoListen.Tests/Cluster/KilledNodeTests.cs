using System.Text.Json.Nodes;

namespace CoListen.Tests.Cluster;

/// <summary>Nodes of a cluster, each a process, and phones at any of them.</summary>
public sealed class KilledNodeTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>
{
    // Streams carry heartbeats for ever: what never comes must not keep everything else waiting.
    private const int Patience = 600_000;

    [Fact(Timeout = Patience)]
    public async Task A_phone_may_use_any_node_and_move_without_losing_or_doubling_a_message()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        var (a, b) = await cluster.StartTwoAsync();
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        await using var other = await ben.ListenAsync();
        await using var first = await ana.ListenAsync();
        await SeekAsync(ben, 1);
        var seen = await first.UntilAsync("seeked");
        await other.UntilAsync("seeked");
        await first.DisposeAsync();
        await SeekAsync(ben, 2);
        await SeekAsync(ana, 3);

        await using var moved = await b.Known(ana).ListenAsync(lastEventId: seen.Id);

        List<double> heard = [];
        while (heard.LastOrDefault() != 3)
        {
            heard.Add((double)(await moved.UntilAsync("seeked")).Payload["positionSec"]!);
        }

        Assert.Equal([2, 3], heard);
        Assert.Equal(1, TestCluster.Activations(cluster.Home));
    }

    [Fact(Timeout = Patience)]
    public async Task Phones_at_two_nodes_start_together()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        var (a, b) = await cluster.StartTwoAsync();
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        await using var at = await ana.ListenAsync();
        await using var bt = await ben.ListenAsync();
        var track = await OpenBarrierAsync(ana);

        await AcknowledgeAsync(ana, track);
        await AcknowledgeAsync(ben, track);

        var (released, too) = (await at.UntilAsync("barrier.release"), await bt.UntilAsync("barrier.release"));
        Assert.Equal(released.Id, too.Id);
        Assert.Equal(released.Data.ToJsonString(), too.Data.ToJsonString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_node_that_dies_takes_its_streams_along()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        var (a, b) = await cluster.StartTwoAsync();
        var (ana, ben) = (await a.PairAsync("Ana"), await b.PairAsync("Ben"));
        await using var bt = await ben.ListenAsync();
        Assert.True(IsActive(await ana.SnapshotAsync(), ben));

        await cluster.KillAsync(b);

        while (!await HearsAwayAsync(ana, ben))
        {
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Sessions_that_one_node_opens_take_phones_at_another_and_closing_ends_their_streams()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString);
        var (a, b) = await cluster.StartTwoAsync();
        using var host = a.Stranger();
        using var opened = await host.Post("/host/sessions", new { name = "Kitchen" });
        var code = (string)JsonNode.Parse(await opened.Text())!["code"]!;
        var ana = await b.PairAsync("Ana", code);
        await using var stream = await a.Known(ana).ListenAsync();
        await using var other = await ana.ListenAsync();
        Assert.Equal(3, (await stream.UntilAsync("snapshot")).Payload["queue"]!.AsArray().Count);

        using var closed = await host.Post("/host/sessions/close", new { name = "kitchen" });

        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        foreach (var ending in new[] { stream, other })
        {
            while (await ending.NextAsync() is not null)
            {
            }
        }

        using var refused = await a.Known(ana).Get("/snapshot");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

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
    public async Task Two_clusters_on_one_folder_never_both_write()
    {
        await using var cluster = new TestCluster(postgres.ConnectionString, "JsonFile");
        var a = await cluster.StartAsync();
        var b = await cluster.StartAsync(settings: ("Orleans:ClusterId", Guid.NewGuid().ToString("N")));
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
        var counts = await Task.WhenAll(phones.Select(phone => phone.SnapshotAsync()));
        Assert.Equal(accepted.Max(), counts.Max(snapshot => (long)snapshot["eventCount"]!));
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
        Assert.Equal(count + 1, await SeekAsync(ben, 2));
        await at.UntilAsync("seeked", m => m.EventCount == count + 1);
        await bt.UntilAsync("seeked", m => m.EventCount == count + 1);
        way.Cut();
        await cluster.KillAsync(a);
        Assert.Equal(count + 2, await SeekAsync(ben, 3));
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
        Assert.Equal(count + 1, await SeekAsync(ben, 3));
    }

    private static bool IsActive(JsonNode snapshot, TestPhone phone) => (bool?)snapshot["clients"]![phone.ClientId]?["active"] == true;

    private static IEnumerable<string> Ids(JsonNode array) => array.AsArray().Select(id => (string)id!);

    private static IEnumerable<string> Sorted(IEnumerable<string> ids) => ids.Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sorted(IEnumerable<TestPhone> phones) => Sorted(phones.Select(phone => phone.ClientId));

    // A session that moves ends its streams, and phones come back.
    private static async Task<bool> HearsAwayAsync(TestPhone phone, TestPhone other)
    {
        await using var stream = await phone.ListenAsync();
        while (await stream.NextAsync() is { } message)
        {
            if (message.Name is "snapshot" or "clients.changed" && !IsActive(message.Payload, other)) return true;
        }

        return false;
    }

    /// <summary>Brings phones into the sound. Returns the anchorEvent and their open streams.</summary>
    private static async Task<(long Anchor, TestEventStream[] Streams)> StartAsync(params TestPhone[] phones)
    {
        var streams = await Task.WhenAll(phones.Select(phone => phone.ListenAsync()));
        var track = await OpenBarrierAsync(phones[0]);
        foreach (var phone in phones)
        {
            await AcknowledgeAsync(phone, track);
        }

        var released = await Task.WhenAll(streams.Select(stream => stream.UntilAsync("barrier.release")));
        return (released[0].EventCount, streams);
    }

    private static async Task<string> OpenBarrierAsync(TestPhone phone)
    {
        var (status, body) = await phone.SendAsync("play", new { positionSec = 0 });
        Assert.Equal(HttpStatusCode.OK, status);
        return (string)body["snapshot"]!["barrier"]!["trackId"]!;
    }

    private static async Task AcknowledgeAsync(TestPhone phone, string trackId) =>
        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync("ack-download", new { trackId })).Status);

    private static async Task<long> SeekAsync(TestPhone phone, double positionSec)
    {
        var (status, body) = await phone.SendAsync("seek", new { positionSec });
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return (long)body["eventCount"]!;
    }

    /// <summary>Raises the eventCount, and leaves the sound as it is. The answer may die with its node while the command does not.</summary>
    private static async Task<long> NudgeAsync(TestPhone phone, long count)
    {
        var last = (string)(await phone.SnapshotAsync())["queue"]![2]!;
        var (status, body) = await phone.SendAsync("nudge", new { trackId = last }, count.ToString(CultureInfo.InvariantCulture));
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Conflict, body.ToJsonString());
        Assert.Equal(count + 1, (long)(status == HttpStatusCode.OK ? body : body["snapshot"]!)["eventCount"]!);
        return count + 1;
    }
}
