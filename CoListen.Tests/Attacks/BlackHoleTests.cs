namespace CoListen.Tests.Attacks;

/// <summary>Phones whose network is gone without a word: nothing closes their connections.</summary>
public sealed class BlackHoleTests
{
    /// <summary>The TCP user timeout, which begins with the first byte that is not acknowledged, and some seconds to notice it.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(25);

    /// <summary>Where nobody does anything, that byte is of a heartbeat.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    [Fact(Timeout = 180_000)]
    [Trait("Takes", "long")]
    public async Task They_are_gone_within_25_seconds_of_the_first_byte_that_they_lack_and_no_start_waits_so_long()
    {
        Assert.SkipUnless(LostNetwork.IsPossible, "A network of its own needs root.");
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, songs: 3);
        using var swallows = new LostNetwork(1);
        using var unplugged = new LostNetwork(2);
        await using var server = await ServerProcess.StartAsync(
            folder.Path, ("StateFile", Path.Combine(folder.Path, "state.json")), ("Urls", "http://*:0"), ("Session:StallSec", "3"));
        var here = new Uri($"http://127.0.0.1:{server.Url.Port}");
        using var screen = new HttpClient { BaseAddress = here };
        using var opened = await screen.Post("/host/sessions", new { name = "Quiet" });
        var quiet = (await opened.Json()).GetProperty("code").GetString()!;
        using var ana = await PairAsync(TestServer.Code);
        using var ben = await PairAsync(quiet);
        await using var anaHears = await ana.ListenAsync();
        await using var benHears = await ben.ListenAsync();
        foreach (var network in new[] { swallows, unplugged })
        {
            foreach (var code in new[] { TestServer.Code, quiet })
            {
                using var lost = await PairAsync(code);
                network.Listen(here.Port, lost.Token);
            }
        }

        await anaHears.UntilAsync("clients.changed", message => Active(message) == 3);
        await benHears.UntilAsync("clients.changed", message => Active(message) == 3);
        swallows.SwallowAnswers();
        unplugged.PullCable();
        var began = Stopwatch.GetTimestamp();
        var (_, answer) = await ana.SendAsync("next");
        Assert.Equal(3, answer["snapshot"]!["barrier"]!["members"]!.AsArray().Count);
        await ana.SendAsync("ack-download", new { trackId = (string)answer["snapshot"]!["barrier"]!["trackId"]! });

        var released = await anaHears.UntilAsync("barrier.release");
        var waited = Stopwatch.GetElapsedTime(began);
        Assert.Equal([ana.ClientId], released.Payload["members"]!.AsArray().Select(id => (string)id!));
        await anaHears.UntilAsync("clients.changed", message => Active(message) == 1);
        var gone = Stopwatch.GetElapsedTime(began);
        await benHears.UntilAsync("clients.changed", message => Active(message) == 1);
        var goneInQuiet = Stopwatch.GetElapsedTime(began);

        Assert.InRange(gone, TimeSpan.Zero, Promise);
        Assert.InRange(goneInQuiet, TimeSpan.Zero, Heartbeat + Promise);
        Assert.Equal(HttpStatusCode.OK, (await ana.SendAsync("next")).Status);
        Figures.Note(
            "Phones behind a black hole",
            $"4 of 4 gone: {gone.TotalSeconds:0.0} s after the first byte that they lack, in a room where nobody does anything "
            + $"{goneInQuiet.TotalSeconds:0.0} s after they were lost; a start went on without them after {waited.TotalSeconds:0.0} s "
            + "(StallSec is 3)");

        static int Active(TestMessage message) => message.Payload["clients"]!.AsObject().Count(client => (bool)client.Value!["active"]!);

        async Task<TestPhone> PairAsync(string code)
        {
            var handler = new SocketsHttpHandler { UseCookies = false, ResponseDrainTimeout = TimeSpan.Zero };
            var phone = new TestPhone(handler) { BaseAddress = here };
            await phone.PairAsync(code);
            return phone;
        }
    }
}
