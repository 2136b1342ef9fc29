using CoListen.Silo.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using QRCoder;

namespace CoListen.Tests.Host;

public sealed class HostSessionRoutesTests(SharedServer shared)
{
    private static readonly (string, string) FromAfar = ("X-Forwarded-For", "192.168.0.9");

    [Fact]
    public async Task A_session_is_opened_with_a_code_of_its_own_over_the_same_library()
    {
        await using var server = TestServer.Start(songs: 2);
        using var screen = server.Stranger();

        using var answer = await screen.Post("/host/sessions", new { name = "  Küche 🍳 " });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var session = await answer.Json();
        Assert.Equal("Küche 🍳", session.GetProperty("name").GetString());
        Assert.Equal("open", session.GetProperty("pairing").GetString());
        Assert.Equal(0, session.GetProperty("here").GetInt32());
        using var phone = await server.PairAsync("Ana", session.GetProperty("code").GetString()!);
        Assert.Equal(2, (await phone.SnapshotAsync())["queue"]!.AsArray().Count);
        await using var stream = await phone.ListenAsync();
        await stream.UntilAsync("snapshot");
        Assert.Equal(["main 0", "Küche 🍳 1"], await ListAsync(screen));
    }

    [Theory]
    [InlineData("""{"name":""}""", "bad-session-name")]
    [InlineData("""{"name":"Kitchen\n"}""", "bad-session-name")]
    [InlineData("""{"name":"Kit\u0000chen"}""", "bad-session-name")]
    [InlineData("""{"name":"01234567890123456789012345678901234567890"}""", "bad-session-name")]
    [InlineData("""{"name":null}""", "bad-json")]
    [InlineData("""{"name":7}""", "bad-json")]
    [InlineData("{}", "bad-json")]
    public async Task What_is_no_name_is_refused(string body, string type)
    {
        using var screen = shared.Server.Stranger();

        using var answer = await screen.Post("/host/sessions", body);

        await answer.IsProblem(HttpStatusCode.BadRequest, type);
    }

    [Fact]
    public async Task A_name_that_is_taken_one_session_too_many_and_closing_main_are_refused_in_words()
    {
        await using var server = TestServer.Start();
        using var screen = server.Stranger();
        for (var i = 2; i <= 20; i++)
        {
            using var opened = await screen.Post("/host/sessions", new { name = $"Room {i}" });
            Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        }

        using var taken = await screen.Post("/host/sessions", new { name = "ROOM 3" });
        using var oneMore = await screen.Post("/host/sessions", new { name = "One more" });
        using var main = await screen.Post("/host/sessions/close", new { name = "Main" });
        using var unknown = await screen.Post("/host/sessions/close", new { name = "../main" });

        await taken.IsProblem(HttpStatusCode.UnprocessableEntity, "session-name-taken");
        await oneMore.IsProblem(HttpStatusCode.UnprocessableEntity, "too-many-sessions");
        await main.IsProblem(HttpStatusCode.UnprocessableEntity, "main-stays");
        await unknown.IsProblem(HttpStatusCode.NotFound, "unknown-session");
    }

    [Fact]
    public async Task Closing_tells_the_streams_ends_them_and_unpairs_the_phones()
    {
        await using var server = TestServer.Start(songs: 3);
        var code = await server.OpenAsync("Kitchen");
        using var phone = await server.PairAsync("Ana", code);
        await using var stream = await phone.ListenAsync();
        await stream.UntilAsync("snapshot");
        using var screen = server.Stranger();

        using var closed = await screen.Post("/host/sessions/close", new { name = "kitchen" });

        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        Assert.Equal("main", Assert.Single((await closed.Json()).EnumerateArray()).GetProperty("name").GetString());
        await stream.UntilAsync("refresh", message => (string)message.Payload["reason"]! == "closed");
        Assert.Null(await stream.NextAsync());
        foreach (var path in new[] { "/snapshot", "/events", "/index", "/session" })
        {
            using var answer = await phone.Get(path);
            await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
            Assert.Equal("closed", (await answer.Json()).GetProperty("reason").GetString());
        }

        using var stranger = server.Stranger();
        using var late = await stranger.Post("/pair", new { code });
        await late.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
        Assert.Equal(["state.json", "state.sessions.json"], Directory.GetFiles(server.Folder, "*.json").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task While_the_list_of_rooms_cannot_be_read_their_phones_keep_their_tokens()
    {
        var server = TestServer.Start();
        var code = await server.OpenAsync("Kitchen");
        using var phone = await server.PairAsync("Ana", code);
        await server.StopAsync();
        var list = Path.Combine(server.Folder, "state.sessions.json");
        await File.WriteAllTextAsync(list, "{", TestContext.Current.CancellationToken);
        await using var again = server.StartAgain();
        using var stranger = again.Stranger();

        using var answer = await stranger.Get("/snapshot", ("Authorization", $"Bearer {phone.Token}"));

        await answer.IsProblem(HttpStatusCode.InternalServerError, "state-corrupt");
        Assert.Equal("{", await File.ReadAllTextAsync(list, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_list_of_rooms_that_becomes_unreadable_closes_none_of_them()
    {
        await using var server = TestServer.Start(3, ("Session:HeartbeatSec", "0.5"));
        using var phone = await server.PairAsync("Ana", await server.OpenAsync("Kitchen"));
        await using var stream = await phone.ListenAsync();
        var list = Path.Combine(server.Folder, "state.sessions.json");
        await File.WriteAllTextAsync(list, "{", TestContext.Current.CancellationToken);
        var directory = server.Services.GetRequiredService<IGrainFactory>().GetGrain<ISessionDirectoryGrain>(0);
        await directory.AsReference<IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);
        while (!await directory.IsCorrupt())
        {
            // The next activation reads it.
        }

        // The node looks at the list each second.
        for (var i = 0; i < 5; i++) await stream.UntilAsync("heartbeat");
        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync("seek", new { positionSec = 1 })).Status);
        await stream.UntilAsync("seeked");
    }

    [Fact]
    public async Task Pairing_of_a_room_opens_again_whether_the_body_or_the_address_names_it()
    {
        await using var server = TestServer.Start(("Pairing:Window", "first"));
        var code = await server.OpenAsync("Kitchen");
        using var screen = server.Stranger();
        foreach (var (path, body) in new (string, object?)[]
        {
            ("/host/pairing/open", new { session = "kitchen" }), ("/host/pairing/open?session=kitchen", null),
        })
        {
            using var phone = await server.PairAsync("Ana", code);
            using var shut = await screen.Get("/host/info?session=kitchen");
            Assert.Equal("closed", (await shut.Json()).GetProperty("pairing").GetString());

            using var opened = await screen.Post(path, body);

            Assert.Equal("open", (await opened.Json()).GetProperty("pairing").GetString());
        }
    }

    [Fact]
    public async Task The_screen_shows_the_session_that_it_names()
    {
        await using var server = TestServer.Start(songs: 3);
        var code = await server.OpenAsync("Living room");
        using var screen = server.Stranger();
        using var phone = await server.PairAsync("Ana", code);

        using var info = await screen.Get("/host/info?session=Living%20room");
        using var main = await screen.Get("/host/info");
        using var picture = await screen.Get("/qr?session=Living%20room");
        await using var events = await TestEventStream.OpenAsync(screen, "/host/events?session=Living%20room");

        Assert.Equal(code, (await info.Json()).GetProperty("code").GetString());
        Assert.Equal(TestServer.Code, (await main.Json()).GetProperty("code").GetString());
        Assert.Equal(
            Png($"{server.Url}#code={code}&session=Living%20room"),
            await picture.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Ana", (string)(await events.UntilAsync("snapshot")).Payload["clients"]![phone.ClientId]!["name"]!);
    }

    [Theory]
    [InlineData("/host/info?session=Nowhere")]
    [InlineData("/host/events?session=Nowhere")]
    [InlineData("/qr?session=Nowhere")]
    public async Task A_session_that_is_not_open_is_not_found(string path)
    {
        using var screen = shared.Server.Stranger();

        using var answer = await screen.Get(path);

        await answer.IsProblem(HttpStatusCode.NotFound, "unknown-session");
    }

    [Fact]
    public async Task A_phone_invites_to_its_own_session_and_to_no_other()
    {
        await using var server = TestServer.Start(songs: 3);
        var code = await server.OpenAsync("Kitchen");
        using var inKitchen = await server.PairAsync("Ana", code);
        using var inMain = await server.PairAsync("Ben");

        Assert.Equal(Png($"{server.Url}#code={code}&session=Kitchen"), await QrAsync(inKitchen.Token, "/qr"));
        Assert.Equal(Png($"{server.Url}#code={TestServer.Code}"), await QrAsync(inMain.Token, "/qr?session=Kitchen"));
        Assert.Equal(Png($"{server.Url}"), await QrAsync("none.none", "/qr?session=Kitchen"));

        async Task<byte[]> QrAsync(string token, string path)
        {
            using var http = server.Stranger();
            using var answer = await http.Get(path, FromAfar, ("Authorization", $"Bearer {token}"));
            return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task The_way_in_with_the_key_keeps_the_session()
    {
        using var screen = shared.Server.Stranger();

        using var entry = await screen.Get($"/host?key={Uri.EscapeDataString(shared.Server.HostKey)}&session=Living%20room", FromAfar);

        Assert.Equal("/host?session=Living%20room", entry.Header("Location"));
    }

    [Fact]
    public async Task The_window_of_one_session_is_not_that_of_another()
    {
        await using var server = TestServer.Start(3, ("Pairing:Window", "first"));
        var code = await server.OpenAsync("Kitchen");
        using var first = await server.PairAsync("Ana", code);
        using var stranger = server.Stranger();
        using var screen = server.Stranger();

        using var second = await stranger.Post("/pair", new { code });
        await second.IsProblem(HttpStatusCode.Forbidden, "pairing-closed");
        using var inMain = await server.PairAsync("Ben");
        using var reopened = await screen.Post("/host/pairing/open?session=Kitchen");
        Assert.Equal("open", (await reopened.Json()).GetProperty("pairing").GetString());
        using var main = await screen.Get("/host/info");
        Assert.Equal("closed", (await main.Json()).GetProperty("pairing").GetString());
        using var third = await server.PairAsync("Cleo", code);
        Assert.NotEqual(first.ClientId, third.ClientId);
    }

    [Fact]
    public async Task A_foreign_page_opens_and_closes_nothing()
    {
        using var screen = shared.Server.Stranger();

        using var opened = await screen.Post("/host/sessions", new { name = "Evil" }, ("Origin", "http://evil.example"));
        using var closed = await screen.Post("/host/sessions/close", new { name = "Evil" }, ("Origin", "http://evil.example"));

        await opened.IsProblem(HttpStatusCode.Forbidden, "foreign-origin");
        await closed.IsProblem(HttpStatusCode.Forbidden, "foreign-origin");
    }

    [Fact]
    public async Task A_wrong_method_or_media_type_is_told_as_such()
    {
        using var screen = shared.Server.Stranger();

        using var method = await screen.Get("/host/pairing/open");
        using var type = await screen.Post("/host/sessions/close", new StringContent("name=Kitchen"));

        await method.IsProblem(HttpStatusCode.MethodNotAllowed, "wrong-method");
        await type.IsProblem(HttpStatusCode.UnsupportedMediaType, "not-json");
    }

    [Fact]
    public async Task A_rescan_reaches_the_queue_of_every_session()
    {
        await using var server = TestServer.Start(songs: 1);
        using var phone = await server.PairAsync("Ana", await server.OpenAsync("Kitchen"));
        using var inMain = await server.PairAsync("Ben");
        File.Copy(Path.Combine(server.Folder, "music", "song 1.wav"), Path.Combine(server.Folder, "music", "song 2.wav"));
        using var screen = server.Stranger();

        using var scan = await screen.Post("/host/rescan");

        Assert.Equal(1, (await scan.Json()).GetProperty("added").GetInt32());
        Assert.Equal(2, (await phone.SnapshotAsync())["queue"]!.AsArray().Count);
        Assert.Equal(2, (await inMain.SnapshotAsync())["queue"]!.AsArray().Count);
    }

    private static async Task<IEnumerable<string>> ListAsync(HttpClient screen)
    {
        using var answer = await screen.Get("/host/sessions");
        return (await answer.Json()).EnumerateArray().Select(
            session => $"{session.GetProperty("name").GetString()} {session.GetProperty("here").GetInt32()}");
    }

    private static byte[] Png(string text) => PngByteQRCodeHelper.GetQRCode(text, QRCodeGenerator.ECCLevel.M, 10);
}
