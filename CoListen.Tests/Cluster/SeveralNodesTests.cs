using System.Text.Json.Nodes;
using static CoListen.Tests.Cluster.ClusterSteps;

namespace CoListen.Tests.Cluster;

/// <summary>Nodes of a cluster, each a process, and phones at any of them.</summary>
[Collection("Cluster")]
public sealed class SeveralNodesTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>
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
}
