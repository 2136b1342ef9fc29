namespace CoListen.Tests.Host;

/// <summary>Rooms that belong to their hosts, by the host screen.</summary>
public sealed class HostControlTests
{
    [Fact]
    public async Task In_a_room_of_hosts_a_guest_wishes_and_a_host_does_everything()
    {
        await using var server = TestServer.Start(songs: 3);
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben");
        await using var benHears = await ben.ListenAsync();
        await benHears.UntilAsync("snapshot");
        using var screen = server.Stranger();

        using var controlled = await screen.Post("/host/control", new { control = "hosts" });
        using var made = await screen.Post("/host/clients/host", new { clientId = ana.ClientId, host = true });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (controlled.StatusCode, made.StatusCode));
        var told = await benHears.UntilAsync("clients.changed", message => (bool)message.Payload["clients"]![ana.ClientId]!["host"]!);
        Assert.Equal("hosts", (string)told.Payload["control"]!);
        var tracks = await ben.TracksAsync();
        foreach (var (command, body) in new (string, object)[]
        {
            ("play", new { positionSec = 0 }), ("pause", new { positionSec = 0 }), ("seek", new { positionSec = 0 }), ("next", new { }),
            ("next", new { ended = true }), ("previous", new { }), ("shuffle", new { }), ("nudge", new { trackId = tracks[2] }),
            ("move", new { trackId = tracks[2], afterTrackId = tracks[0] }), ("not-tonight", new { trackId = tracks[2] }),
            ("bring-back", new { trackId = tracks[2] }),
        })
        {
            var (refused, problem) = await ben.SendAsync(command, body);
            Assert.Equal((HttpStatusCode.Forbidden, "hosts-only"), (refused, (string)problem["type"]!));
        }

        var (stale, _) = await ben.SendAsync("next", eventCount: "77");
        Assert.Equal(HttpStatusCode.Conflict, stale);
        foreach (var (phone, command, body) in new (TestPhone, string, object)[]
        {
            (ben, "wish", new { trackId = tracks[2] }), (ben, "unwish", new { trackId = tracks[2] }), (ben, "undo", new { }),
            (ben, "rename", new { name = "Benno" }), (ana, "nudge", new { trackId = tracks[1] }), (ana, "next", new { }),
            (ben, "sit-out", new { trackId = "x" }),
        })
        {
            var (status, _) = await phone.SendAsync(command, body);
            Assert.Equal((HttpStatusCode.OK, command), (status, command));
        }
    }

    [Fact]
    public async Task A_song_ends_by_its_guests_and_the_room_stays_the_hosts_over_a_restart()
    {
        var server = TestServer.Start(songs: 3);
        using var ana = await server.PairAsync("Ana");
        var track = (await ana.TracksAsync())[0];
        using var screen = server.Stranger();
        await using (var hears = await ana.ListenAsync())
        {
            await hears.UntilAsync("snapshot");
            await ana.SendAsync("play", new { positionSec = 0 });
            using var controlled = await screen.Post("/host/control", new { session = "main", control = "hosts" });
            await ana.SendAsync("ack-download", new { trackId = track });

            var (early, _) = await ana.SendAsync("next");
            var (ended, body) = await ana.SendAsync("next", new { ended = true });

            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (early, ended));
            Assert.NotEqual(track, (string)body["snapshot"]!["barrier"]!["trackId"]!);
        }

        await server.StopAsync();
        await using var again = server.StartAgain();
        using var known = again.Known(ana.Token);
        var (late, problem) = await known.SendAsync("next");

        Assert.Equal((HttpStatusCode.Forbidden, "hosts-only"), (late, (string)problem["type"]!));
        Assert.Equal("hosts", (string)(await known.SnapshotAsync())["control"]!);
    }

    [Fact]
    public async Task A_room_or_a_phone_that_is_not_there_and_a_wrong_word_are_clear_problems()
    {
        await using var server = TestServer.Start(songs: 1);
        using var screen = server.Stranger();

        using var nobody = await screen.Post("/host/clients/host", new { clientId = "x", host = true });
        using var nowhere = await screen.Post("/host/clients/host", new { session = "Nowhere", clientId = "x", host = true });
        using var noRoom = await screen.Post("/host/control", new { session = "Nowhere", control = "hosts" });
        using var noCode = await screen.Post("/host/code/renew", new { session = "Nowhere" });
        using var wrong = await screen.Post("/host/control", new { control = "nobody" });

        await nobody.IsProblem(HttpStatusCode.NotFound, "unknown-client");
        await nowhere.IsProblem(HttpStatusCode.NotFound, "unknown-session");
        await noRoom.IsProblem(HttpStatusCode.NotFound, "unknown-session");
        await noCode.IsProblem(HttpStatusCode.NotFound, "unknown-session");
        await wrong.IsProblem(HttpStatusCode.BadRequest, "bad-json");
    }

    [Fact]
    public async Task A_new_code_lets_phones_in_and_the_old_one_does_not()
    {
        await using var server = TestServer.Start(songs: 1);
        var kitchen = await server.OpenAsync("Kitchen");
        using var screen = server.Stranger();

        using var renewed = await screen.Post("/host/code/renew");
        using var kitchens = await screen.Post("/host/code/renew", new { session = "kitchen" });
        var code = (await renewed.Json()).GetProperty("code").GetString()!;
        using var old = await screen.Post("/pair", new { code = TestServer.Code });
        using var oldKitchen = await screen.Post("/pair", new { code = kitchen });
        using var ana = await server.PairAsync("Ana", code);
        using var ben = await server.PairAsync("Ben", (await kitchens.Json()).GetProperty("code").GetString());

        Assert.Equal(code, await server.CodeAsync("main"));
        await old.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
        await oldKitchen.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
        Assert.Single((await ana.SnapshotAsync())["clients"]!.AsObject());
    }
}
