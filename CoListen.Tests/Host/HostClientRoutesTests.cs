namespace CoListen.Tests.Host;

public sealed class HostClientRoutesTests
{
    [Fact]
    public async Task A_phone_that_is_removed_is_told_falls_silent_and_has_to_pair_again()
    {
        await using var server = TestServer.Start(songs: 2);
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben");
        await using var anaHears = await ana.ListenAsync();
        await using var benHears = await ben.ListenAsync();
        await anaHears.UntilAsync("snapshot");
        await benHears.UntilAsync("snapshot");
        using var screen = server.Stranger();

        using var removed = await screen.Post("/host/clients/remove", new { clientId = ana.ClientId });

        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        var clients = (await removed.Json()).GetProperty("snapshot").GetProperty("clients").EnumerateObject().Select(client => client.Name);
        Assert.Equal([ben.ClientId], clients);
        await anaHears.UntilAsync("refresh", message => (string)message.Payload["reason"]! == "removed");
        Assert.Null(await anaHears.NextAsync());
        await benHears.UntilAsync("clients.changed", message => message.Payload["clients"]!.AsObject().Count == 1);
        foreach (var path in new[] { "/snapshot", "/events", "/index" })
        {
            using var answer = await ana.Get(path);
            await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
        }

        var before = ana.ClientId;
        using var again = server.Known(ana.Token);
        await again.PairAsync(TestServer.Code, "Ana");
        Assert.NotEqual(before, again.ClientId);
        using var back = await again.Get("/snapshot");
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task A_phone_that_was_removed_stays_away_over_a_restart()
    {
        var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana");
        using var screen = server.Stranger();
        using var removed = await screen.Post("/host/clients/remove", new { clientId = ana.ClientId });
        await server.StopAsync();

        await using var again = server.StartAgain();
        using var known = again.Known(ana.Token);
        using var answer = await known.Get("/snapshot");

        await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }

    [Fact]
    public async Task Each_session_has_its_own_phones()
    {
        await using var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana", await server.OpenAsync("Kitchen"));
        using var screen = server.Stranger();

        using var inMain = await screen.Post("/host/clients/remove", new { clientId = ana.ClientId });
        using var nowhere = await screen.Post("/host/clients/remove", new { session = "Nowhere", clientId = ana.ClientId });
        using var here = await ana.Get("/snapshot");
        using var removed = await screen.Post("/host/clients/remove", new { session = "kitchen", clientId = ana.ClientId });
        using var gone = await ana.Get("/snapshot");

        await inMain.IsProblem(HttpStatusCode.NotFound, "unknown-client");
        await nowhere.IsProblem(HttpStatusCode.NotFound, "unknown-session");
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        await gone.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }

    [Fact]
    public async Task A_phone_gets_another_name_and_sleeps_on()
    {
        await using var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana");
        await using var stream = await ana.ListenAsync();
        await stream.UntilAsync("snapshot");
        using var asleep = await ana.Post("/asleep", body: null);
        using var screen = server.Stranger();

        using var renamed = await screen.Post("/host/clients/rename", new { clientId = ana.ClientId, name = " Anne " });
        var told = await stream.UntilAsync("clients.changed", m => (string)m.Payload["clients"]![ana.ClientId]!["name"]! == "Anne");

        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
        Assert.True((bool)told.Payload["clients"]![ana.ClientId]!["asleep"]!);
    }

    [Fact]
    public async Task Only_a_phone_of_the_room_gets_a_name_and_only_one_that_people_can_read()
    {
        await using var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana");
        using var screen = server.Stranger();

        using var unreadable = await screen.Post("/host/clients/rename", new { clientId = ana.ClientId, name = "two\nlines" });
        using var unknown = await screen.Post("/host/clients/rename", new { clientId = "nobody", name = "Anne" });
        using var nowhere = await screen.Post("/host/clients/rename", new { session = "Attic", clientId = ana.ClientId, name = "Anne" });
        using var unnamed = await screen.Post("/host/clients/rename", new { clientId = ana.ClientId, name = "" });

        await unreadable.IsProblem(HttpStatusCode.BadRequest, "bad-name");
        await unknown.IsProblem(HttpStatusCode.NotFound, "unknown-client");
        await nowhere.IsProblem(HttpStatusCode.NotFound, "unknown-session");
        var clients = (await unnamed.Json()).GetProperty("snapshot").GetProperty("clients");
        Assert.Equal("Phone 1", clients.GetProperty(ana.ClientId).GetProperty("name").GetString());
    }
}
