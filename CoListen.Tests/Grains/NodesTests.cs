using System.Text.Json.Nodes;
using CoListen.Api.Hubs;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;
using SessionOptions = CoListen.Silo.Grains.SessionOptions;

namespace CoListen.Tests.Grains;

/// <summary>Three silos in this process, each with a hub as a node has it, and a crowd of streams.</summary>
public sealed class NodesTests : IAsyncLifetime
{
    private const int Crowd = 500;

    private readonly ThreeSilos silo = new();
    private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<HubPhone> phones = [];
    private ImmutableDictionary<SiloAddress, SessionHub> hubs = ImmutableDictionary<SiloAddress, SessionHub>.Empty;
    private ISessionGrain session = null!;
    private long count = 1;

    public async ValueTask InitializeAsync()
    {
        await silo.InitializeAsync();
        session = await silo.NewSessionAsync([.. Enumerable.Range(0, Crowd).Select(i => $"phone {i}")]);
        foreach (var here in silo.Cluster.Silos)
        {
            var services = silo.Cluster.GetSiloServiceProvider(here.SiloAddress);
            hubs = hubs.Add(here.SiloAddress, new(
                session.GetPrimaryKeyString(),
                here.SiloAddress.ToParsableString(),
                new(
                    services.GetRequiredService<IGrainFactory>(),
                    new GrainCalls(TimeProvider.System, NullLogger<GrainCalls>.Instance),
                    Options.Create(new SessionOptions()),
                    services.GetRequiredService<SessionMetrics>(),
                    TimeProvider.System,
                    NullLogger<SessionHub>.Instance),
                _ => Task.CompletedTask));
        }

        await Task.WhenAll(hubs.Values.Select(hub => hub.Started));
        phones.AddRange(Enumerable.Range(0, Crowd).Select(
            i => new HubPhone($"phone {i}", n => hubs.Values.ElementAt((i + n) % hubs.Count), end.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        foreach (var hub in hubs.Values)
        {
            await hub.DisposeAsync();
        }

        await Task.WhenAll(phones.Select(phone => phone.Listening));
        await silo.DisposeAsync();
        end.Dispose();
    }

    [Theory(Timeout = 180_000)]
    [InlineData("is killed with its node")]
    [InlineData("moves to another node")]
    [InlineData("is deactivated")]
    public async Task A_crowd_at_three_nodes_hears_every_message_once_and_in_order_while_the_session(string happens)
    {
        await SeekAsync(10);
        await HeardAsync();
        Assert.True(silo.Cluster.TryGetGrainContext(session.GetGrainId(), out var context));
        var home = context.Address.SiloAddress!;

        var moved = happens switch
        {
            "is killed with its node" => KillAsync(home),
            "is deactivated" => silo.Cluster.DeactivateAsync(session),
            _ => MoveAsync(hubs.Keys.First(other => !other.Equals(home))),
        };
        await SeekAsync(20);
        await moved;
        await SeekAsync(10);
        await HeardAsync();

        var state = (await hubs.Values.First().GetSnapshotAsync())!;
        var clients = JsonSerializer.Serialize(state.Clients, WireJson.Options);
        Assert.Equal((count, 9d), (state.EventCount, state.PlayState.AnchorPositionSec));
        Assert.All(phones, phone => Assert.Equal((count, 9d, clients), phone.View));
        Assert.False(silo.Cluster.TryGetGrainContext(session.GetGrainId(), out var now) && now == context);
    }

    /// <summary>Changes the session. An answer that is lost on the way is asked for again, and the change is stale then.</summary>
    private async Task SeekAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var outcome = await hubs.Values.Last().ExecuteAsync(new SessionCommand.Seek("phone 0", count, i));
            Assert.Equal(++count, outcome.Snapshot.EventCount);
        }
    }

    /// <summary>Waits until every phone is here and knows of everybody and of the last change.</summary>
    private Task HeardAsync() => Task.WhenAll(phones.Select(phone => phone.UntilAsync(count, Crowd)));

    private async Task KillAsync(SiloAddress home)
    {
        var dead = hubs[home];
        hubs = hubs.Remove(home);
        await silo.Cluster.KillSiloAsync(silo.Cluster.GetSiloForAddress(home)!);
        await dead.DisposeAsync();
    }

    private async Task MoveAsync(SiloAddress target)
    {
        var deactivated = silo.Cluster.WaitForDeactivationAsync(session);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, target);
        await session.Cast<IGrainManagementExtension>().MigrateOnIdle();
        RequestContext.Clear();
        await deactivated;
    }

    private sealed class ThreeSilos : TestSilo
    {
        protected override short Silos => 3;
    }

    /// <summary>A phone that opens a stream at the next node whenever one ends, and checks what comes.</summary>
    private sealed class HubPhone
    {
        private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SortedDictionary<string, JsonNode> clients = new(StringComparer.Ordinal);
        private ReadOnlyMemory<byte> position;
        private long? lastId;
        private long eventCount;
        private int active;

        public HubPhone(string clientId, Func<int, SessionHub> node, CancellationToken end) =>
            Listening = Task.Run(() => ListenAsync(clientId, node, end), CancellationToken.None);

        public Task Listening { get; }

        /// <summary>eventCount, position and clients as snapshots and messages add up to them.</summary>
        public (long EventCount, double PositionSec, string Clients) View
        {
            get
            {
                var where = Data(position)["payload"]!;
                return (eventCount, (double)(where["positionSec"] ?? where["playState"]!["anchorPositionSec"])!, JsonSerializer.Serialize(
                    clients, WireJson.Options));
            }
        }

        public async Task UntilAsync(long count, int here)
        {
            for (Task next = more.Task; Interlocked.Read(ref eventCount) < count || Volatile.Read(ref active) < here; next = more.Task)
            {
                await await Task.WhenAny(next, Listening);
            }
        }

        private async Task ListenAsync(string clientId, Func<int, SessionHub> node, CancellationToken end)
        {
            for (var n = 0; !end.IsCancellationRequested; n++)
            {
                try
                {
                    var (stream, rejection) = await node(n).OpenStreamAsync(clientId, null, lastId);
                    Assert.Null(rejection);
                    await using (stream)
                    {
                        await foreach (var frame in stream!.Frames.ReadAllAsync(end))
                        {
                            Hear(frame);
                        }
                    }
                }
                catch (Exception e) when (GrainCalls.IsPassing(e) || end.IsCancellationRequested)
                {
                    // The node, or the test, has ended.
                }
            }
        }

        private void Hear(ReadOnlyMemory<byte> frame)
        {
            var text = frame.Span;
            if (!text.StartsWith("id: "u8)) return;

            var head = Encoding.UTF8.GetString(text[..text.IndexOf("\ndata"u8)]).Split('\n');
            var (id, name) = (long.Parse(head[0]["id: ".Length..], null), head[1]["event: ".Length..]);
            var told = long.Parse(Encoding.UTF8.GetString(text[(text.LastIndexOf(":"u8) + 1)..^3]), null);
            Assert.True(name == "snapshot" || id == lastId + 1, $"{name} {id} after {lastId}");
            Assert.True(
                name == "snapshot" ? told >= eventCount : told == eventCount + (name == "seeked" ? 1 : 0),
                $"{name} makes {told} of {eventCount}");
            lastId = id;
            position = name is "snapshot" or "seeked" ? frame : position;
            if (name is "snapshot" or "clients.changed")
            {
                Merge(Data(frame)["payload"]!);
                Volatile.Write(ref active, clients.Values.Count(client => (bool)client["active"]!));
            }

            Interlocked.Exchange(ref eventCount, told);
            Interlocked.Exchange(ref more, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }

        // A crowd is told of those that changed, and of those that are gone.
        private void Merge(JsonNode payload)
        {
            if (payload["gone"] is not JsonArray gone)
            {
                clients.Clear();
                gone = [];
            }

            foreach (var id in gone) clients.Remove((string)id!);
            foreach (var (id, client) in payload["clients"]!.AsObject()) clients[id] = client!;
        }

        private static JsonNode Data(ReadOnlyMemory<byte> frame) => JsonNode.Parse(frame.Span[(frame.Span.IndexOf("data: "u8) + 6)..])!;
    }
}
