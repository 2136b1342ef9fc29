namespace CoListen.Tests.Host;

public sealed class HostRoutesTests(SharedServer shared)
{
    private static readonly (string, string) FromAfar = ("X-Forwarded-For", "192.168.0.9");

    [Fact]
    public async Task This_machine_sees_the_code_without_pairing()
    {
        using var screen = shared.Server.Stranger();

        using var answer = await screen.Get("/host/info");

        var info = await answer.Json();
        Assert.Equal(TestServer.Code, info.GetProperty("code").GetString());
        Assert.Equal("open", info.GetProperty("pairing").GetString());
        Assert.Equal(shared.Server.Url.ToString(), info.GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.168.0.9")]
    [InlineData("Forwarded", "for=192.168.0.9")]
    public async Task A_proxy_on_this_machine_is_not_this_machine(string header, string value)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/host/info", (header, value));

        await answer.IsProblem(HttpStatusCode.Forbidden, "host-only");
    }

    [Fact]
    public async Task A_paired_phone_is_no_host_screen()
    {
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Get("/host/info", FromAfar);

        await answer.IsProblem(HttpStatusCode.Forbidden, "host-only");
    }

    [Fact]
    public async Task The_key_opens_the_host_screen_from_elsewhere_and_leaves_the_address()
    {
        using var screen = shared.Server.Stranger();

        using var entry = await screen.Get($"/host?key={Uri.EscapeDataString(shared.Server.HostKey)}", FromAfar);

        Assert.Equal(HttpStatusCode.Found, entry.StatusCode);
        Assert.Equal("/host", entry.Header("Location"));
        var cookie = entry.Header("Set-Cookie")!;
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using var info = await screen.Get("/host/info", FromAfar, ("Cookie", cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.OK, info.StatusCode);
    }

    [Theory]
    [InlineData("/host")]
    [InlineData("/host?key=")]
    [InlineData("/host?key=wrong")]
    [InlineData("/host?key=a&key=b")]
    public async Task Without_the_key_the_host_screen_stays_shut_from_elsewhere(string path)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get(path, FromAfar, ("Cookie", "colisten-host=wrong"));

        await answer.IsProblem(HttpStatusCode.Forbidden, "host-only");
    }

    [Fact]
    public async Task A_rescan_finds_what_is_new_and_shows_it_to_the_screen()
    {
        using var music = new TempDirectory();
        await using var server = TestServer.Start(("AudioDir", music.Path));
        await File.WriteAllBytesAsync(Path.Combine(music.Path, "song.mp3"), new byte[1000], TestContext.Current.CancellationToken);
        using var screen = server.Stranger();

        using var scan = await screen.Post("/host/rescan");
        using var index = await screen.Get("/host/index");
        using var phone = await server.PairAsync();
        using var snapshot = await phone.Get("/snapshot");

        Assert.Equal(1, (await scan.Json()).GetProperty("added").GetInt32());
        var track = Assert.Single((await index.Json()).EnumerateArray());
        Assert.Equal("song.mp3", track.GetProperty("fileName").GetString());
        Assert.Equal(track.GetProperty("trackId").GetString(), Assert.Single((await snapshot.Json()).GetProperty("queue").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task The_screen_looks_on_without_being_a_listener()
    {
        using var screen = shared.Server.Stranger();

        using var answer = await screen.Get("/host/events");

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        string? line;
        do
        {
            line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line is not null && !line.StartsWith("event:", StringComparison.Ordinal));
        Assert.Equal("event: snapshot", line);
    }
}
