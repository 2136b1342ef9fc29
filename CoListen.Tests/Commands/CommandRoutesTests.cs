using System.Text.Json.Nodes;

namespace CoListen.Tests.Commands;

public sealed class CommandRoutesTests : IAsyncLifetime
{
    private TestServer server = null!;
    private TestPhone ana = null!;

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(songs: 3);
        ana = await server.PairAsync("Ana");
    }

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_accepted_command_answers_with_the_new_eventCount_and_the_snapshot()
    {
        var (status, body) = await ana.SendAsync("seek", new { positionSec = 12.5 });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, (long)body["eventCount"]!);
        Assert.Equal(12.5, (double)body["snapshot"]!["playState"]!["anchorPositionSec"]!);
        Assert.True(JsonNode.DeepEquals(body["snapshot"], await ana.SnapshotAsync()));
    }

    [Fact]
    public async Task A_stale_command_is_refused_with_the_expected_eventCount_and_the_snapshot_on_top_level()
    {
        var (status, body) = await ana.SendAsync("next", eventCount: "77");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(1, (long)body["expectedEventCount"]!);
        Assert.True(JsonNode.DeepEquals(body["snapshot"], await ana.SnapshotAsync()));
    }

    [Fact]
    public async Task A_phone_that_prefers_little_gets_the_snapshot_without_the_queue()
    {
        ana.DefaultRequestHeaders.Add("Prefer", "respond-async, return=minimal");

        var (status, accepted) = await ana.SendAsync("seek", new { positionSec = 1 });
        var (_, stale) = await ana.SendAsync("next", eventCount: "77");
        var snapshot = (await ana.SnapshotAsync()).AsObject();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(3, snapshot["queue"]!.AsArray().Count);
        snapshot.Remove("queue");
        Assert.True(JsonNode.DeepEquals(accepted["snapshot"], snapshot));
        Assert.True(JsonNode.DeepEquals(stale["snapshot"], snapshot));
        using var paired = await ana.Post("/pair", new { code = TestServer.Code, clientName = "Ana" });
        Assert.Equal("return=minimal", paired.Header("Preference-Applied"));
        Assert.False((await paired.Json()).GetProperty("snapshot").TryGetProperty("queue", out _));
    }

    [Fact]
    public async Task Of_two_keys_of_one_name_the_last_counts_and_a_byte_order_mark_is_no_error_of_the_server()
    {
        var (doubled, body) = await ana.SendAsync("seek", """{"positionSec":7,"positionSec":8}""");
        var (marked, _) = await ana.SendAsync("seek", "\uFEFF{\"positionSec\":9}");

        Assert.Equal((HttpStatusCode.OK, 8), (doubled, (int)body["snapshot"]!["playState"]!["anchorPositionSec"]!));
        Assert.True(marked is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{marked}");
    }

    [Theory]
    [InlineData("next")]
    [InlineData("play")]
    [InlineData("pause")]
    [InlineData("previous")]
    [InlineData("shuffle")]
    public async Task A_command_without_arguments_needs_no_body_at_all(string command)
    {
        using var answer = await ana.Post("/" + command, body: null, ("If-Match-Event", "1"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Nudge_puts_a_track_after_the_current_one_and_refuses_the_current_one_itself()
    {
        var tracks = await ana.TracksAsync();

        var (status, body) = await ana.SendAsync("nudge", new { trackId = tracks[2] });
        var (refused, problem) = await ana.SendAsync("nudge", new { trackId = tracks[0] });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([tracks[0], tracks[2], tracks[1]], body["snapshot"]!["queue"]!.AsArray().Select(id => (string)id!));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "already-current"), (refused, (string)problem["type"]!));
    }

    [Fact]
    public async Task An_empty_library_refuses_every_playing_command()
    {
        await using var empty = TestServer.Start(songs: 0);
        using var ben = await empty.PairAsync("Ben");
        foreach (var (command, body) in new (string, object)[]
        {
            ("play", new { positionSec = 0 }), ("pause", new { positionSec = 0 }), ("seek", new { positionSec = 0 }), ("next", new { }),
            ("nudge", new { trackId = "a" }), ("start-now", new { }), ("previous", new { }), ("shuffle", new { }),
            ("wish", new { trackId = "a" }), ("unwish", new { trackId = "a" }), ("not-tonight", new { trackId = "a" }),
            ("move", new { trackId = "a", afterTrackId = "b" }),
        })
        {
            var (status, problem) = await ben.SendAsync(command, body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "empty-queue"), (status, (string)problem["type"]!));
        }
    }

    [Fact]
    public async Task Two_phones_start_together_when_the_second_is_ready()
    {
        using var ben = await server.PairAsync("Ben");
        await using var hears = await ana.ListenAsync();
        await using var alsoHears = await ben.ListenAsync();
        await hears.UntilAsync("clients.changed", m => (bool)m.Payload["clients"]![ben.ClientId]!["active"]!);
        var track = (await ana.TracksAsync())[0];

        await ana.SendAsync("play", new { positionSec = 0 });
        await ana.SendAsync("ack-download", new { trackId = track });
        Assert.Equal("paused", (string)(await ana.SnapshotAsync())["playState"]!["mode"]!);
        await ben.SendAsync("ack-download", new { trackId = track });

        var released = await hears.UntilAsync("barrier.release");
        string[] both = [ana.ClientId, ben.ClientId];
        Assert.Equal(both.Order(StringComparer.Ordinal), released.Payload["members"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(3, released.EventCount);
        Assert.Equal("playing", (string)(await ana.SnapshotAsync())["playState"]!["mode"]!);
    }

    [Fact]
    public async Task Leaving_ends_the_streams_of_the_one_who_leaves_at_once()
    {
        await using var hears = await ana.ListenAsync();
        await hears.UntilAsync("snapshot");

        var (status, body) = await ana.SendAsync("leave");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False((bool)body["snapshot"]!["clients"]![ana.ClientId]!["active"]!);
        while (await hears.NextAsync() is not null)
        {
            // What was sent before the end is still read.
        }
    }
}
