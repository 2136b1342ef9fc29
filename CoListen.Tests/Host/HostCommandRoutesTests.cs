namespace CoListen.Tests.Host;

public sealed class HostCommandRoutesTests
{
    [Fact]
    public async Task The_host_screen_plays_pauses_and_goes_on_without_a_phone_of_its_own()
    {
        await using var server = TestServer.Start(songs: 3);
        using var ana = await server.PairAsync("Ana");
        var tracks = await ana.TracksAsync();
        await using var hears = await ana.ListenAsync();
        await hears.UntilAsync("snapshot");
        using var screen = server.Stranger();

        using var played = await screen.Post("/host/play", body: null);
        await hears.UntilAsync("barrier.open", message => (string)message.Payload["trackId"]! == tracks[0]);
        using var paused = await screen.Post("/host/pause", new { session = "main" });
        await hears.UntilAsync("paused");
        using var next = await screen.Post("/host/next", new { });
        await hears.UntilAsync("barrier.open", message => (string)message.Payload["trackId"]! == tracks[1]);
        using var nobody = await screen.Post("/host/start-now", new { });
        using var back = await screen.Post("/host/previous", new { });
        await hears.UntilAsync("barrier.open", message => (string)message.Payload["trackId"]! == tracks[0]);

        Assert.All([played, paused, next, back], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await nobody.IsProblem(HttpStatusCode.UnprocessableEntity, "nobody-ready");
    }

    [Fact]
    public async Task A_command_for_a_session_that_has_changed_meanwhile_is_refused()
    {
        await using var server = TestServer.Start(songs: 1);
        using var screen = server.Stranger();

        using var stale = await screen.Post("/host/play", new { }, ("If-Match-Event", "77"));
        using var unknown = await screen.Post("/host/play", new { session = "Attic" });

        await stale.IsProblem(HttpStatusCode.Conflict, "stale-event-count");
        await unknown.IsProblem(HttpStatusCode.NotFound, "unknown-session");
    }
}
