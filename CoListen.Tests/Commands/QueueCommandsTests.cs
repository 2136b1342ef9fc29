using System.Text.Json.Nodes;

namespace CoListen.Tests.Commands;

/// <summary>The commands on the order of the queue, as a phone sends them and as the others hear of them.</summary>
public sealed class QueueCommandsTests : IAsyncLifetime
{
    private TestServer server = null!;
    private TestPhone ana = null!;
    private TestPhone ben = null!;
    private string[] tracks = [];

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(songs: 5);
        ana = await server.PairAsync("Ana");
        ben = await server.PairAsync("Ben");
        tracks = Ids((await ana.SnapshotAsync())["queue"]);
    }

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        ben.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Wishes_take_turns_and_everybody_hears_whose_they_are()
    {
        await using var hears = await ben.ListenAsync();
        await hears.UntilAsync("snapshot");

        await ana.SendAsync("wish", new { trackId = tracks[2] });
        await ana.SendAsync("wish", new { trackId = tracks[3] });
        var (status, body) = await ben.SendAsync("wish", new { trackId = tracks[4] });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(4, (long)body["eventCount"]!);
        Assert.Equal([tracks[0], tracks[2], tracks[4], tracks[3], tracks[1]], Ids(body["snapshot"]!["queue"]));
        var heard = await hears.UntilAsync("queue.changed", message => message.EventCount == 4);
        var wishes = new JsonObject { [tracks[2]] = ana.ClientId, [tracks[3]] = ana.ClientId, [tracks[4]] = ben.ClientId };
        Assert.All([heard.Payload, body["snapshot"]!], seen => Assert.True(JsonNode.DeepEquals(wishes, seen["wishes"])));
        Assert.True(JsonNode.DeepEquals(body["snapshot"]!["queue"], heard.Payload["queue"]));
    }

    [Fact]
    public async Task A_wish_is_taken_back_by_its_wisher_alone()
    {
        await ana.SendAsync("wish", new { trackId = tracks[2] });

        var (twice, already) = await ben.SendAsync("wish", new { trackId = tracks[2] });
        var (others, refused) = await ben.SendAsync("unwish", new { trackId = tracks[2] });
        var (own, body) = await ana.SendAsync("unwish", new { trackId = tracks[2] });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "already-coming"), (twice, (string)already["type"]!));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "not-your-wish"), (others, (string)refused["type"]!));
        Assert.Equal(HttpStatusCode.OK, own);
        Assert.Equal([tracks[0], tracks[1], tracks[3], tracks[4], tracks[2]], Ids(body["snapshot"]!["queue"]));
        Assert.Empty(body["snapshot"]!["wishes"]!.AsObject());
    }

    [Fact]
    public async Task A_track_that_is_put_aside_is_told_survives_a_scan_and_comes_back()
    {
        await using var hears = await ben.ListenAsync();
        await hears.UntilAsync("snapshot");

        await ana.SendAsync("not-tonight", new { trackId = tracks[1] });
        var heard = await hears.UntilAsync("queue.changed");
        using var rescanned = await ana.Post("/host/rescan");
        var scanned = await ana.SnapshotAsync();
        var (status, body) = await ana.SendAsync("bring-back", new { trackId = tracks[1] });

        Assert.Equal([tracks[1]], Ids(heard.Payload["putAside"]));
        Assert.DoesNotContain(tracks[1], Ids(heard.Payload["queue"]));
        Assert.Equal([tracks[1]], Ids(scanned["putAside"]));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([tracks[0], tracks[2], tracks[3], tracks[4], tracks[1]], Ids(body["snapshot"]!["queue"]));
        Assert.Empty(Ids(body["snapshot"]!["putAside"]));
    }

    [Fact]
    public async Task Previous_starts_the_track_that_ended_last()
    {
        await ana.SendAsync("next");

        var (status, body) = await ana.SendAsync("previous");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(5, (long)body["eventCount"]!);
        Assert.Equal(tracks, Ids(body["snapshot"]!["queue"]));
        var barrier = body["snapshot"]!["barrier"]!;
        Assert.Equal(("track", tracks[0]), ((string)barrier["type"]!, (string)barrier["trackId"]!));
    }

    [Fact]
    public async Task A_change_of_the_order_is_undone_by_who_made_it_until_somebody_does_something()
    {
        var (_, moved) = await ana.SendAsync("move", new { trackId = tracks[1], afterTrackId = tracks[3] });
        var (others, refused) = await ben.SendAsync("undo");
        var (undone, body) = await ana.SendAsync("undo", eventCount: moved["eventCount"]!.ToString());
        var (_, shuffled) = await ana.SendAsync("shuffle");
        await ben.SendAsync("seek", new { positionSec = 1 });
        var (late, _) = await ana.SendAsync("undo", eventCount: shuffled["eventCount"]!.ToString());

        Assert.Equal([tracks[0], tracks[2], tracks[3], tracks[1], tracks[4]], Ids(moved["snapshot"]!["queue"]));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "nothing-to-undo"), (others, (string)refused["type"]!));
        Assert.Equal(HttpStatusCode.OK, undone);
        Assert.Equal(tracks, Ids(body["snapshot"]!["queue"]));
        Assert.Equal(tracks.Order(StringComparer.Ordinal), Ids(shuffled["snapshot"]!["queue"]).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, late);
    }

    [Fact]
    public async Task A_phone_is_called_as_it_says_without_an_eventCount()
    {
        await using var hears = await ben.ListenAsync();
        await hears.UntilAsync("snapshot");

        var (status, body) = await ana.SendAsync("rename", new { name = " Anne " }, eventCount: "");
        var (_, unnamed) = await ana.SendAsync("rename", new { name = "" }, eventCount: "");
        var (bad, problem) = await ana.SendAsync("rename", new { name = new string('x', 41) }, eventCount: "");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Anne", 1), ((string)body["snapshot"]!["clients"]![ana.ClientId]!["name"]!, (long)body["eventCount"]!));
        Assert.Equal("Phone 1", (string)unnamed["snapshot"]!["clients"]![ana.ClientId]!["name"]!);
        Assert.Equal((HttpStatusCode.BadRequest, "bad-name"), (bad, (string)problem["type"]!));
        await hears.UntilAsync("clients.changed", message => (string)message.Payload["clients"]![ana.ClientId]!["name"]! == "Phone 1");
    }

    private static string[] Ids(JsonNode? ids) => [.. ids!.AsArray().Select(id => (string)id!)];
}
