using System.Text.Json.Nodes;
using CoListen.Tests.Library;

namespace CoListen.Tests.Host;

/// <summary>What plays in a room, as the host screen chooses it.</summary>
public sealed class HostMusicRoutesTests : IDisposable
{
    private readonly MusicFolder folder = new();

    public HostMusicRoutesTests()
    {
        folder.AddTagged("Jazz/one.mp3", "Ana", "Duets");
        folder.AddTagged("Jazz/two.mp3", "Ben", "Solo");
        folder.AddTagged("Rock/three.mp3", "Ana", "Solo");
        folder.Add("Tonight.m3u", "Rock/three.mp3\nJazz/one.mp3\n"u8.ToArray());
    }

    [Fact]
    public async Task What_may_be_chosen_is_listed_with_counts_and_everything_plays_at_first()
    {
        await using var server = Start();
        using var screen = server.Stranger();

        Assert.Equal(
            """
            {"folders":[{"name":"Jazz","tracks":2},{"name":"Rock","tracks":1}],
            """.Trim()
            + """
            "albums":[{"name":"Duets","tracks":1},{"name":"Solo","tracks":2}],
            """.Trim()
            + """
            "artists":[{"name":"Ana","tracks":2},{"name":"Ben","tracks":1}],"playlists":[{"name":"Tonight","tracks":2}],"play":"everything"}
            """.Trim(),
            await MusicAsync(screen));
    }

    [Fact]
    public async Task A_choice_is_what_every_phone_has_in_its_queue_and_outlives_scans_and_a_restart()
    {
        var server = Start();
        using var ana = await server.PairAsync("Ana");
        var (one, two, three) = await ana.TracksAsync() is [var a, var b, var c] ? (a, b, c) : throw new InvalidDataException();
        using var screen = server.Stranger();
        await using (var hears = await ana.ListenAsync())
        {
            await hears.UntilAsync("snapshot");

            using var chosen = await screen.Post("/host/music", new { play = new[] { new { playlist = "Tonight" } } });

            Assert.Equal(HttpStatusCode.OK, chosen.StatusCode);
            Assert.Equal(3, (await ana.TracksAsync()).Count);
            var told = await hears.UntilAsync("queue.changed");
            Assert.Equal([one, three], Ids(told.Payload["queue"]));
        }

        using var union = await screen.Post("/host/music", new { play = new object[] { new { album = "Solo" }, new { folder = "Rock" } } });
        Assert.Equal([two, three], Ids((await ana.SnapshotAsync())["queue"]));
        folder.AddTagged("Rock/four.mp3", "Cas", "Trio");
        folder.AddTagged("Jazz/five.mp3", "Cas", "Trio");
        using var rescan = await screen.Post("/host/rescan", new { });
        Assert.Equal([two, three, (await ana.TracksAsync())[3]], Ids((await ana.SnapshotAsync())["queue"]));

        await server.StopAsync();
        await using var again = server.StartAgain(Settings);
        using var known = again.Known(ana.Token);
        using var sameScreen = again.Stranger();

        Assert.Equal(3, Ids((await known.SnapshotAsync())["queue"]).Count());
        Assert.EndsWith(""","play":[{"album":"Solo"},{"folder":"Rock"}]}""", await MusicAsync(sameScreen), StringComparison.Ordinal);
        using var everything = await sameScreen.Post("/host/music", new { play = "everything" });
        Assert.Equal(5, Ids((await known.SnapshotAsync())["queue"]).Count());
    }

    [Fact]
    public async Task What_is_gone_may_stay_chosen_and_plays_when_it_is_back()
    {
        await using var server = Start();
        using var ana = await server.PairAsync("Ana");
        using var screen = server.Stranger();
        using var chosen = await screen.Post("/host/music", new { play = new[] { new { folder = "Rock" } } });
        Directory.Move(Path.Combine(folder.Audio, "Rock"), Path.Combine(folder.Outside, "Rock"));
        using var rescan = await screen.Post("/host/rescan", new { });

        Assert.Empty(Ids((await ana.SnapshotAsync())["queue"]));
        var (status, problem) = await ana.SendAsync("play", new { positionSec = 0 });
        using var more = await screen.Post("/host/music", new { play = new object[] { new { folder = "Rock" }, new { album = "Duets" } } });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "empty-queue"), (status, (string)problem["type"]!));
        Assert.Equal(HttpStatusCode.OK, more.StatusCode);
        Assert.Single(Ids((await ana.SnapshotAsync())["queue"]));
        Directory.Move(Path.Combine(folder.Outside, "Rock"), Path.Combine(folder.Audio, "Rock"));
        using var found = await screen.Post("/host/rescan", new { });
        Assert.Equal(2, Ids((await ana.SnapshotAsync())["queue"]).Count());
    }

    [Fact]
    public async Task Each_room_has_its_own_music()
    {
        await using var server = Start();
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben", await server.OpenAsync("Kitchen"));
        using var screen = server.Stranger();

        using var chosen = await screen.Post("/host/music", new { session = "kitchen", play = new[] { new { artist = "Ben" } } });

        Assert.Equal(HttpStatusCode.OK, chosen.StatusCode);
        Assert.Single(Ids((await ben.SnapshotAsync())["queue"]));
        Assert.Equal(3, Ids((await ana.SnapshotAsync())["queue"]).Count());
        Assert.EndsWith("""[{"artist":"Ben"}]}""", await MusicAsync(screen, "?session=Kitchen"), StringComparison.Ordinal);
        Assert.EndsWith("\"everything\"}", await MusicAsync(screen), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "play": "nothing" }""")]
    [InlineData("""{ "play": [] }""")]
    [InlineData("""{ "play": null }""")]
    [InlineData("""{ "play": 1 }""")]
    [InlineData("""{ "play": {} }""")]
    [InlineData("""{ "play": ["everything"] }""")]
    [InlineData("""{ "play": [{}] }""")]
    [InlineData("""{ "play": [null] }""")]
    [InlineData("""{ "play": [{ "song": "x" }] }""")]
    [InlineData("""{ "play": [{ "album": 1 }] }""")]
    [InlineData("""{ "play": [{ "album": "" }] }""")]
    [InlineData("""{ "play": [{ "album": "Duets", "artist": "Ana" }] }""")]
    public async Task What_is_no_choice_is_a_problem(string body)
    {
        await using var server = Start();
        using var screen = server.Stranger();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await screen.PostAsync("/host/music", content, TestContext.Current.CancellationToken);

        await answer.IsProblem(HttpStatusCode.BadRequest, "bad-music");
    }

    [Fact]
    public async Task Unknown_music_and_an_unknown_room_are_clear_problems_and_a_phone_chooses_nothing()
    {
        await using var server = Start();
        using var ana = await server.PairAsync("Ana");
        using var screen = server.Stranger();

        using var none = await screen.Post("/host/music", new { });
        using var unknown = await screen.Post("/host/music", new { play = new[] { new { album = "Duets" }, new { album = "duets" } } });
        using var outside = await screen.Post("/host/music", new { play = new[] { new { folder = ".." } } });
        using var nowhere = await screen.Post("/host/music", new { session = "Nowhere", play = "everything" });
        using var noRoom = await screen.Get("/host/music?session=Nowhere");
        using var phone = await ana.Post("/host/music", new { play = "everything" }, ("X-Forwarded-For", "192.168.0.9"));

        await none.IsProblem(HttpStatusCode.BadRequest, "bad-json");
        await unknown.IsProblem(HttpStatusCode.UnprocessableEntity, "unknown-music");
        await outside.IsProblem(HttpStatusCode.UnprocessableEntity, "unknown-music");
        await nowhere.IsProblem(HttpStatusCode.NotFound, "unknown-session");
        await noRoom.IsProblem(HttpStatusCode.NotFound, "unknown-session");
        await phone.IsProblem(HttpStatusCode.Forbidden, "host-only");
    }

    public void Dispose() => folder.Dispose();

    private IEnumerable<(string Key, string Value)> Settings => [("AudioDir", folder.Audio), ("LibraryCache", folder.Cache)];

    private TestServer Start() => TestServer.Start(Settings);

    private static async Task<string> MusicAsync(HttpClient screen, string query = "")
    {
        using var answer = await screen.Get("/host/music" + query);
        return await answer.Text();
    }

    private static IEnumerable<string> Ids(JsonNode? queue) => queue!.AsArray().Select(id => (string)id!);
}
