namespace CoListen.Tests.Host;

/// <summary>Whether the songs of a room sound equally loud, by the host screen.</summary>
public sealed class HostLoudnessTests
{
    [Fact]
    public async Task Loudness_is_even_until_the_host_screen_says_otherwise_also_over_a_restart()
    {
        var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana");
        using var screen = server.Stranger();
        await using (var hears = await ana.ListenAsync())
        {
            var first = await hears.UntilAsync("snapshot");
            Assert.True((bool)first.Payload["evenLoudness"]!);

            using var set = await screen.Post("/host/loudness", new { even = false });

            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
            await hears.UntilAsync("clients.changed", message => !(bool)message.Payload["evenLoudness"]!);
        }

        await server.StopAsync();
        await using var again = server.StartAgain();
        using var known = again.Known(ana.Token);
        Assert.False((bool)(await known.SnapshotAsync())["evenLoudness"]!);
    }

    [Fact]
    public async Task Each_room_has_its_own_and_a_room_that_is_not_there_is_a_clear_problem()
    {
        await using var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana", await server.OpenAsync("Kitchen"));
        using var ben = await server.PairAsync("Ben");
        using var screen = server.Stranger();

        using var kitchen = await screen.Post("/host/loudness", new { session = "Kitchen", even = false });
        using var nowhere = await screen.Post("/host/loudness", new { session = "Nowhere", even = false });
        using var wrong = await screen.Post("/host/loudness", new { even = "perhaps" });
        using var refused = await ana.Post("/host/loudness", new { even = true }, ("X-Forwarded-For", "192.168.0.9"));

        Assert.Equal(HttpStatusCode.OK, kitchen.StatusCode);
        await nowhere.IsProblem(HttpStatusCode.NotFound, "unknown-session");
        await wrong.IsProblem(HttpStatusCode.BadRequest, "bad-json");
        await refused.IsProblem(HttpStatusCode.Forbidden, "host-only");
        Assert.False((bool)(await ana.SnapshotAsync())["evenLoudness"]!);
        Assert.True((bool)(await ben.SnapshotAsync())["evenLoudness"]!);
    }
}
