using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

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
        await using var server = TestServer.Start();
        using var stranger = server.Stranger();

        using var answer = await stranger.Get(path, FromAfar, ("Cookie", "colisten-host=wrong"));

        await answer.IsProblem(HttpStatusCode.Forbidden, "host-only");
        Assert.StartsWith("colisten-host=; expires=Thu, 01 Jan 1970", answer.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/host?key=wrong", null)]
    [InlineData("/host/info", "colisten-host=wrong")]
    public async Task After_five_wrong_keys_even_the_right_one_has_to_wait(string path, string? cookie)
    {
        await using var server = TestServer.Start();
        using var screen = server.Stranger();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await screen.Get(path, [FromAfar, .. Cookie(cookie)]);
            await wrong.IsProblem(HttpStatusCode.Forbidden, "host-only");
        }

        using var byAddress = await screen.Get($"/host?key={Uri.EscapeDataString(server.HostKey)}", FromAfar);
        using var byCookie = await screen.Get("/host/info", [FromAfar, .. Cookie($"colisten-host={server.HostKey}")]);
        using var here = await screen.Get("/host/info");

        foreach (var answer in new[] { byAddress, byCookie })
        {
            await answer.IsProblem(HttpStatusCode.TooManyRequests, "too-many-guesses");
            Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
            Assert.Null(answer.Header("Set-Cookie"));
        }

        Assert.Equal(HttpStatusCode.OK, here.StatusCode);

        static (string, string)[] Cookie(string? cookie) => cookie is null ? [] : [("Cookie", cookie)];
    }

    [Theory(Timeout = 120_000)]
    [InlineData(500)]
    [InlineData(10_000, Traits = ["Takes", "long"])]
    public async Task Of_a_flood_of_keys_no_more_than_five_a_minute_of_each_address_are_judged(int guesses)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a caller be any of 127.0.0.0/8.");
        await using var server = TestServer.Start(("Host:Loopback", "false"));
        var guessers = Enumerable.Range(2, 10).Select(host => server.Stranger($"127.0.0.{host}")).ToList();
        using var clients = new Disposables(guessers);
        var began = Stopwatch.GetTimestamp();
        var judged = 0;

        await Parallel.ForAsync(0, guesses, new ParallelOptions { MaxDegreeOfParallelism = 200 }, async (i, _) =>
        {
            using var answer = await guessers[i % guessers.Count].Get("/host/info", ("Cookie", $"colisten-host=guess-{i}"));
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.TooManyRequests });
            if (answer.StatusCode == HttpStatusCode.Forbidden) Interlocked.Increment(ref judged);
        });

        var minutes = 1 + (int)Stopwatch.GetElapsedTime(began).TotalMinutes;
        Assert.InRange(judged, 50, 50 * minutes);
        Figures.Note($"{guesses} wrong host keys from 10 addresses", $"{judged} judged in {minutes} minute(s) begun");
    }

    [Theory]
    [InlineData("/HOST/INFO")]
    [InlineData("//host/info")]
    [InlineData("/host//info")]
    [InlineData("/host/info/")]
    [InlineData("/%68ost/info")]
    [InlineData("/host%2finfo")]
    [InlineData("/host%5cinfo")]
    [InlineData("/x/../host/info")]
    [InlineData("/%2e/host/./info")]
    [InlineData("/host/info;a=b")]
    [InlineData("/host/info%00")]
    [InlineData("/assets/..%2fhost/info")]
    public async Task No_spelling_of_an_address_lets_a_stranger_in(string path)
    {
        var answer = await RawHttp.SendAsync(
            shared.Server.Url,
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.168.0.9\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 40[034] ", answer);
        Assert.DoesNotContain(TestServer.Code, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_the_key_is_not_limited()
    {
        using var screen = shared.Server.Stranger();
        for (var i = 0; i < 50; i++)
        {
            using var answer = await screen.Get("/host/info", FromAfar, ("Cookie", $"colisten-host={shared.Server.HostKey}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Who_is_refused_is_no_line_in_the_log()
    {
        using var log = new FakeLoggerProvider();
        await using var server = TestServer.Start(services => services.AddSingleton<ILoggerProvider>(log));
        using var stranger = server.Stranger();

        using var refused = await stranger.Get("/host/info", FromAfar);

        await refused.IsProblem(HttpStatusCode.Forbidden, "host-only");
        Assert.DoesNotContain(log.Collector.GetSnapshot(), line => line.Message.Contains("HostScreen", StringComparison.Ordinal));
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
        Assert.Equal(track.GetProperty("trackId").GetString(),
            Assert.Single((await snapshot.Json()).GetProperty("queue").EnumerateArray()).GetString());
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
