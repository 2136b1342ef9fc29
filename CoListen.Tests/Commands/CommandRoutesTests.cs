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

    [Theory]
    [InlineData("", 428)]
    [InlineData("x", 400)]
    [InlineData("1.0", 400)]
    [InlineData("1,1", 400)]
    [InlineData("-1", 409)]
    [InlineData("9223372036854775807", 409)]
    [InlineData("-9223372036854775808", 409)]
    [InlineData("9223372036854775808", 400)]
    [InlineData("99999999999999999999999", 400)]
    [InlineData("0x1", 400)]
    [InlineData("1e0", 400)]
    [InlineData("1_0", 400)]
    [InlineData("1;2", 400)]
    [InlineData("1 1", 400)]
    [InlineData("\"1\"", 400)]
    [InlineData("W/\"1\"", 400)]
    [InlineData("*", 400)]
    [InlineData("null", 400)]
    [InlineData("true", 400)]
    public async Task The_eventCount_header_has_to_be_there_and_a_number(string eventCount, int expected)
    {
        var (status, body) = await ana.SendAsync("next", eventCount: eventCount);

        Assert.Equal(expected, (int)status);
        Assert.Equal(expected, (int)body["status"]!);
        Assert.Equal(1, (long)(await ana.SnapshotAsync())["eventCount"]!);
    }

    [Theory]
    [InlineData("seek", """{}""", 400)]
    [InlineData("play", """{"positionSec":null}""", 400)]
    [InlineData("play", """{"positionSec":"3"}""", 400)]
    [InlineData("play", """{"positionSec":-0.001}""", 400)]
    [InlineData("play", """{"positionSec":86400.5}""", 400)]
    [InlineData("play", """{"positionSec":1e999}""", 400)]
    [InlineData("play", """{"positionSec":NaN}""", 400)]
    [InlineData("pause", """{"positionSec":""", 400)]
    [InlineData("seek", """[]""", 400)]
    [InlineData("seek", """null""", 400)]
    [InlineData("next", """nonsense""", 400)]
    [InlineData("nudge", """{}""", 400)]
    [InlineData("nudge", """{"trackId":null}""", 400)]
    [InlineData("nudge", """{"trackId":7}""", 400)]
    [InlineData("nudge", """{"trackId":"../../etc/passwd"}""", 404)]
    [InlineData("start-now", """{}""", 422)]
    [InlineData("next", """{"ended":"yes"}""", 400)]
    [InlineData("wish", """{}""", 400)]
    [InlineData("wish", """{"trackId":"x"}""", 404)]
    [InlineData("unwish", """{"trackId":"x"}""", 404)]
    [InlineData("move", """{"trackId":"x"}""", 400)]
    [InlineData("move", """{"trackId":"x","afterTrackId":"y"}""", 404)]
    [InlineData("not-tonight", """{"trackId":"x"}""", 404)]
    [InlineData("bring-back", """{"trackId":"x"}""", 404)]
    [InlineData("undo", """{}""", 422)]
    [InlineData("sit-out", """{"trackId":"x","reason":"tired"}""", 400)]
    [InlineData("asleep", """{"reason":"tired"}""", 400)]
    [InlineData("rename", """{}""", 400)]
    [InlineData("rename", """{"name":null}""", 400)]
    [InlineData("rename", """{"name":"two\nlines"}""", 400)]
    public async Task Bad_input_is_a_clear_4xx_and_changes_nothing(string command, string json, int expected)
    {
        var before = await ana.SnapshotAsync();

        var (status, body) = await ana.SendAsync(command, json);

        Assert.Equal(expected, (int)status);
        Assert.NotEmpty((string)body["type"]!);
        Assert.NotEmpty((string)body["detail"]!);
        Assert.True(JsonNode.DeepEquals(before, await ana.SnapshotAsync()));
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

    [Theory]
    [InlineData("next")]
    [InlineData("seek")]
    public async Task A_body_that_is_not_json_is_an_unsupported_media_type(string command)
    {
        using var form = new StringContent("positionSec=1", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await ana.Post("/" + command, form, ("If-Match-Event", "1"));

        await answer.IsProblem(HttpStatusCode.UnsupportedMediaType, "not-json");
    }

    [Fact]
    public async Task A_missing_eventCount_is_told_before_a_bad_body()
    {
        using var missing = await ana.Post("/seek", "nonsense");
        using var invalid = await ana.Post("/seek", "nonsense", ("If-Match-Event", "x"));

        await missing.IsProblem(HttpStatusCode.PreconditionRequired, "event-count-missing");
        await invalid.IsProblem(HttpStatusCode.BadRequest, "event-count-invalid");
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
