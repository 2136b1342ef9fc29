namespace CoListen.Tests.Attacks;

/// <summary>A paired phone that takes what it can get.</summary>
public sealed class GreedyPhoneTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(1000, Traits = ["Takes", "long"])]
    public async Task However_much_one_phone_wishes_the_first_wish_of_another_plays_second(int wishes)
    {
        await using var server = TestServer.Start(songs: wishes + 2);
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben");
        var tracks = await ana.TracksAsync();
        foreach (var track in tracks.Skip(1).Take(wishes))
        {
            Assert.Equal(HttpStatusCode.OK, (await ana.SendAsync("wish", new { trackId = track })).Status);
        }

        var (again, twice) = await ana.SendAsync("wish", new { trackId = tracks[1] });
        var (late, answer) = await ben.SendAsync("wish", new { trackId = tracks[^1] });
        var (foreign, refusal) = await ben.SendAsync("unwish", new { trackId = tracks[1] });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "already-coming"), (again, (string)twice["type"]!));
        Assert.Equal(HttpStatusCode.OK, late);
        Assert.Equal(tracks[^1], (string)answer["snapshot"]!["queue"]![2]!);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "not-your-wish"), (foreign, (string)refusal["type"]!));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(500, Traits = ["Takes", "long"])]
    public async Task A_guest_that_wishes_without_end_keeps_the_host_screen_from_nothing(int commands)
    {
        await using var server = TestServer.Start(songs: 3);
        using var screen = server.Stranger();
        using var hosted = await screen.Post("/host/control", new { control = "hosts" });
        using var guest = await server.PairAsync("Guest");
        var track = (await guest.TracksAsync())[2];
        using var enough = new CancellationTokenSource();
        var tried = 0;
        var storm = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await guest.SendAsync("wish", new { trackId = track });
                await guest.SendAsync("unwish", new { trackId = track });
                Interlocked.Increment(ref tried);
            }
        }, TestContext.Current.CancellationToken)).ToList();

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < commands; i++)
        {
            using var answer = await screen.Post(i % 2 == 0 ? "/host/play" : "/host/pause");
            answers.Add(answer.StatusCode);
        }

        await enough.CancelAsync();
        await Task.WhenAll(storm);
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Figures.Note(
            "The host screen beside a guest that wishes without end",
            $"{commands} of {commands} commands taken, beside {2 * tried} of the guest's");
    }

    [Fact]
    public async Task Hundreds_of_pairings_by_one_guest_unpair_nobody_who_was_here()
    {
        await using var server = TestServer.Start(songs: 1);
        var family = new List<TestPhone>();
        using var all = new Disposables(family);
        for (var i = 0; i < 5; i++)
        {
            family.Add(await server.PairAsync($"Family {i}"));
            await using var stream = await family[^1].ListenAsync();
            await stream.UntilAsync("snapshot");
        }

        using var guest = server.Stranger();
        await Parallel.ForAsync(0, 510, TestContext.Current.CancellationToken, async (_, _) =>
        {
            using var paired = await guest.Post("/pair", new { code = TestServer.Code });
            Assert.Equal(HttpStatusCode.OK, paired.StatusCode);
        });

        foreach (var phone in family)
        {
            using var answer = await phone.Get("/session");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Old_codes_after_a_renewal_lock_nobody_out()
    {
        await using var server = TestServer.Start(songs: 1);
        using var screen = server.Stranger();
        using var renewed = await screen.Post("/host/code/renew");
        using var door = server.Stranger();
        for (var i = 0; i < 10; i++)
        {
            using var old = await door.Post("/pair", new { code = TestServer.Code }, ("X-Forwarded-For", "192.168.0.9"));
            await old.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
        }

        var code = (await renewed.Json()).GetProperty("code").GetString();
        using var right = await door.Post("/pair", new { code }, ("X-Forwarded-For", "192.168.0.9"));

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_removed_phone_speaks_for_nobody_any_more_and_what_it_held_is_not_counted()
    {
        await using var server = TestServer.Start(songs: 2);
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben");
        var track = (await ana.TracksAsync())[0];
        await using var hears = await ben.ListenAsync();
        await using var gone = await ana.ListenAsync();
        await gone.UntilAsync("snapshot");
        using var copies = await ana.Post("/copies", new { trackIds = new[] { track } });
        await hears.UntilAsync("copies.changed", message => (int?)message.Payload["copies"]![track] == 1);
        using var screen = server.Stranger();

        using var removed = await screen.Post("/host/clients/remove", new { clientId = ana.ClientId });

        await hears.UntilAsync("copies.changed", message => (int?)message.Payload["copies"]![track] == 0);
        foreach (var path in new[] { "/copies", "/asleep", "/rejoin", "/rename", "/leave", "/ack-download" })
        {
            using var answer = await ana.Post(
                path, new { trackIds = new[] { track }, trackId = track, anchorEvent = 0, name = "Ana" }, ("If-Match-Event", "0"));
            await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
        }

        Assert.Equal([ben.ClientId], (await ben.SnapshotAsync())["clients"]!.AsObject().Select(client => client.Key));
    }
}
