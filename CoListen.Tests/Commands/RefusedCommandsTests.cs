using System.Text.Json.Nodes;

namespace CoListen.Tests.Commands;

/// <summary>What changes nothing can be asked of one server.</summary>
public sealed class RefusedCommandsTests(RefusedCommandsTests.Room room) : IClassFixture<RefusedCommandsTests.Room>
{
    private readonly TestPhone ana = room.Ana;

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

    public sealed class Room : IAsyncLifetime
    {
        private readonly TestServer server = TestServer.Start(songs: 3);

        internal TestPhone Ana { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Ana = await server.PairAsync("Ana");

        public async ValueTask DisposeAsync()
        {
            Ana.Dispose();
            await server.DisposeAsync();
        }
    }
}
