namespace CoListen.Tests.Events;

/// <summary>Where the song stands for those who do not hear it, and who comes back into it.</summary>
public sealed class SoundingTests : IAsyncLifetime
{
    private TestServer server = null!;
    private TestPhone ana = null!;

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(3);
        ana = await server.PairAsync("Ana");
    }

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task After_a_restart_the_first_listener_says_where_the_song_is_for_those_who_do_not_hear_it()
    {
        await (await StartSongAsync()).DisposeAsync();
        await server.StopAsync();
        var again = server.StartAgain();
        (server, ana) = (again, again.Known(ana.Token));
        using var late = await server.PairAsync("Late");
        var anchorEvent = (long)(await late.SnapshotAsync())["anchorEvent"]!;
        await using var stream = await ana.ListenAsync(anchorEvent, positionSec: "61.25");
        await stream.NextAsync();

        Assert.InRange((long)(await late.SnapshotAsync())["anchorAgeMs"]!, 61_250, 120_000);
        var (_, answer) = await late.SendAsync("play");
        Assert.InRange((double)answer["snapshot"]!["playState"]!["anchorPositionSec"]!, 61.25, 120);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("86401")]
    public async Task A_place_that_no_song_has_is_refused(string positionSec)
    {
        using var answer = await ana.Get($"/events?sounding=1&positionSec={positionSec}");

        await answer.IsProblem(HttpStatusCode.BadRequest, "bad-position");
    }

    [Fact]
    public async Task Who_fell_silent_comes_back_alone_and_nobody_is_counted_up()
    {
        await using var stream = await StartSongAsync();
        var track = (await ana.TracksAsync())[0];
        using var ben = await server.PairAsync("Ben");
        await using var bens = await ben.ListenAsync();
        await bens.NextAsync();
        await ana.SendAsync("sit-out", new { trackId = track });
        var silent = await ana.SnapshotAsync();

        var (status, answer) = await ana.SendAsync("rejoin", new { anchorEvent = (long)silent["anchorEvent"]! }, eventCount: "");
        var (late, problem) = await ben.SendAsync("rejoin", new { anchorEvent = (long)silent["anchorEvent"]! }, eventCount: "");

        Assert.Empty(silent["listeners"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(ana.ClientId, (string)answer["snapshot"]!["listeners"]![0]!);
        Assert.Equal((long)silent["eventCount"]!, (long)answer["eventCount"]!);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "not-in-the-song"), (late, (string)problem["type"]!));
    }

    [Fact]
    public async Task A_phone_that_is_asleep_is_shown_so_and_not_waited_for_until_it_says_something()
    {
        await using var stream = await ana.ListenAsync();
        await stream.NextAsync();
        using var asleep = await ana.Post("/asleep", body: null);
        var told = await stream.UntilAsync("clients.changed", m => (bool)m.Payload["clients"]![ana.ClientId]!["asleep"]!);
        var (_, opened) = await ana.SendAsync("play", eventCount: (await ana.SnapshotAsync())["eventCount"]!.ToString());

        Assert.Equal(HttpStatusCode.NoContent, asleep.StatusCode);
        Assert.False((bool)told.Payload["clients"]![ana.ClientId]!["active"]!);
        Assert.Equal([ana.ClientId], opened["snapshot"]!["barrier"]!["members"]!.AsArray().Select(id => (string)id!));
        Assert.True((bool)opened["snapshot"]!["clients"]![ana.ClientId]!["active"]!);
    }

    [Theory]
    [InlineData("format")]
    [InlineData("interrupted")]
    [InlineData("paused")]
    [InlineData("blocked")]
    [InlineData("from-start")]
    public async Task Everybody_hears_why_a_phone_sits_a_track_out(string reason)
    {
        await using var stream = await StartSongAsync();
        using var ben = await server.PairAsync("Ben");
        await using var hears = await ben.ListenAsync();
        var track = (await ana.TracksAsync())[0];

        var (status, _) = await ben.SendAsync("sit-out", new { trackId = track, reason });
        var told = await stream.UntilAsync("clients.changed", m => m.Payload["clients"]![ben.ClientId]?["satOut"] is not null);
        using var slept = await ben.Post("/asleep", new { reason });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (status, slept.StatusCode));
        var clients = told.Payload["clients"]!;
        Assert.Equal($$"""{"trackId":"{{track}}","reason":"{{reason}}"}""", clients[ben.ClientId]!["satOut"]!.ToJsonString());
        Assert.False(clients[ana.ClientId]!.AsObject().ContainsKey("satOut"));
        Assert.Equal(reason, (string)(await ana.SnapshotAsync())["clients"]![ben.ClientId]!["satOut"]!["reason"]!);
    }

    /// <summary>Ana alone plays the first song. Returns her stream.</summary>
    private async Task<TestEventStream> StartSongAsync()
    {
        var stream = await ana.ListenAsync();
        await stream.NextAsync();
        await ana.SendAsync("play", new { positionSec = 0 });
        await ana.SendAsync("ack-download", new { trackId = (await ana.TracksAsync())[0] });
        await stream.UntilAsync("barrier.release");
        return stream;
    }
}
