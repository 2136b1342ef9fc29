namespace CoListen.Tests.Pairing;

public sealed class CurrentClientTests
{
    [Fact]
    public async Task The_code_chooses_the_session_and_each_has_its_own_phones_barrier_and_pause()
    {
        await using var server = TestServer.Start(songs: 3);
        using var ana = await server.PairAsync("Ana", await server.OpenAsync("Kitchen"));
        using var ben = await server.PairAsync("Ben");
        await using var inKitchen = await ana.ListenAsync();
        await using var inMain = await ben.ListenAsync();
        var track = (await ana.TracksAsync())[0];

        Assert.Equal(HttpStatusCode.OK, (await ana.SendAsync("play", new { positionSec = 0 })).Status);
        Assert.Equal([ana.ClientId], (await inKitchen.UntilAsync("barrier.open")).Payload["members"]!.AsArray().Select(id => (string)id!));
        Assert.Null((await ben.SnapshotAsync())["barrier"]);
        Assert.Equal(HttpStatusCode.OK, (await ana.SendAsync("ack-download", new { trackId = track })).Status);
        await inKitchen.UntilAsync("barrier.release");
        Assert.Equal(HttpStatusCode.OK, (await ben.SendAsync("seek", new { positionSec = 7 })).Status);
        Assert.Equal(HttpStatusCode.OK, (await ben.SendAsync("pause", new { positionSec = 8 })).Status);

        var (kitchen, main) = (await ana.SnapshotAsync(), await ben.SnapshotAsync());
        Assert.Equal("playing", (string)kitchen["playState"]!["mode"]!);
        Assert.Equal([ana.ClientId], kitchen["clients"]!.AsObject().Select(client => client.Key));
        Assert.Equal([ben.ClientId], main["clients"]!.AsObject().Select(client => client.Key));
        Assert.Equal("paused", (string)main["playState"]!["mode"]!);
        var heard = new List<string>();
        await inMain.UntilAsync("paused", message =>
        {
            heard.Add(message.Name);
            return true;
        });
        Assert.DoesNotContain(heard, name => name.StartsWith("barrier", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_good_in_its_own_session_only()
    {
        await using var server = TestServer.Start(songs: 3);
        using var ana = await server.PairAsync("Ana", await server.OpenAsync("Kitchen"));
        await server.OpenAsync("Garden");
        using var ben = await server.PairAsync("Ben");
        var (kitchen, main) = (ana.Token.Split('.'), ben.Token.Split('.'));
        Assert.Equal((3, 2), (kitchen.Length, main.Length));

        var inKitchen = $"{kitchen[0]}.{kitchen[1]}";
        foreach (var token in new[] { inKitchen, $"{main[0]}.{main[1]}.{kitchen[2]}", inKitchen + ".R2FyZGVu", inKitchen + ".!" })
        {
            using var phone = server.Known(token);
            using var answer = await phone.Get("/snapshot");
            await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
        }
    }

    [Fact]
    public async Task A_restart_keeps_every_session_its_phones_and_its_state_and_changes_its_code()
    {
        var server = TestServer.Start(songs: 3);
        string token, code;
        {
            code = await server.OpenAsync("../x");
            using var ana = await server.PairAsync("Ana", code);
            await ana.SendAsync("seek", new { positionSec = 42 });
            token = ana.Token;
            await server.StopAsync();
        }

        await using var again = server.StartAgain();
        using var returned = again.Known(token);

        Assert.Equal(42, (double)(await returned.SnapshotAsync())["playState"]!["anchorPositionSec"]!);
        using var session = await returned.Get("/session");
        Assert.Equal("../x", (await session.Json()).GetProperty("name").GetString());
        Assert.NotEqual(code, await again.CodeAsync("../x"));
        Assert.Equal(TestServer.Code, await again.CodeAsync("main"));
        Assert.All(Directory.GetFiles(again.Folder), path => Assert.StartsWith("state.", Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_phone_that_pairs_with_another_code_goes_over_and_nobody_waits_for_it_any_more()
    {
        await using var server = TestServer.Start(songs: 3);
        var code = await server.OpenAsync("Kitchen");
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben");
        await using var anaHears = await ana.ListenAsync();
        await using var benHears = await ben.ListenAsync();
        await benHears.UntilAsync(
            "clients.changed", message => message.Payload["clients"]!.AsObject().Count(client => (bool)client.Value!["active"]!) == 2);
        await ben.SendAsync("play", new { positionSec = 0 });
        await ben.SendAsync("ack-download", new { trackId = (await ben.TracksAsync())[0] });

        using var over = server.Known(ana.Token);
        await over.PairAsync(code);

        Assert.Equal(
            [ben.ClientId], (await benHears.UntilAsync("barrier.release")).Payload["members"]!.AsArray().Select(id => (string)id!));
        Assert.NotEqual(ana.ClientId, over.ClientId);
        using var session = await over.Get("/session");
        var facts = await session.Json();
        Assert.Equal(("Kitchen", code), (facts.GetProperty("name").GetString(), facts.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_guess_is_one_at_every_session()
    {
        await using var server = TestServer.Start(songs: 3);
        var code = await server.OpenAsync("Kitchen");
        using var phone = server.Stranger();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await phone.Post("/pair", new { code = $"WRONG{i}" });
            await wrong.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
        }

        using var answer = await phone.Post("/pair", new { code });

        await answer.IsProblem(HttpStatusCode.TooManyRequests, "too-many-guesses");
    }

    [Fact]
    public async Task Streams_are_counted_over_all_sessions()
    {
        await using var server = TestServer.Start(3, ("Session:Streams", "2"));
        using var ana = await server.PairAsync("Ana", await server.OpenAsync("Kitchen"));
        using var ben = await server.PairAsync("Ben");
        await using var one = await ana.ListenAsync();
        await using var two = await ben.ListenAsync();
        await one.UntilAsync("snapshot");
        await two.UntilAsync("snapshot");

        using var third = await ben.Get("/events");

        await third.IsProblem(HttpStatusCode.TooManyRequests, "too-many-streams");
        Assert.Equal("5", third.Header("Retry-After"));
    }
}
