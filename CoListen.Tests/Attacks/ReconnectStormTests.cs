namespace CoListen.Tests.Attacks;

/// <summary>A crowd whose server is killed in the middle of a song, and which returns all at once.</summary>
public sealed class ReconnectStormTests
{
    private const int Commands = 100;

    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(10);

    [Theory(Timeout = 300_000)]
    [InlineData(20)]
    [InlineData(200, Traits = ["Takes", "long"])]
    public async Task All_are_back_in_the_sound_and_hear_the_same_again(int count)
    {
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, songs: 3);
        var state = ("StateFile", Path.Combine(folder.Path, "state.json"));
        await using var first = await ServerProcess.StartAsync(folder.Path, state);
        using var host = await first.PairAsync("Host");
        var phones = new List<TestPhone>();
        using var all = new Disposables(phones);
        for (var i = 0; i < count; i++) phones.Add(await first.PairAsync($"Phone {i}"));

        var streams = await Task.WhenAll(phones.Select(phone => phone.ListenAsync()));
        await Task.WhenAll(streams.Select(stream => stream.UntilAsync("snapshot")));
        var (_, opened) = await host.SendAsync("play", new { positionSec = 0 });
        var barrier = opened["snapshot"]!["barrier"]!;
        Assert.Equal(count, barrier["members"]!.AsArray().Count);
        var ready = new { trackId = (string)barrier["trackId"]! };
        await Task.WhenAll(phones.Select(phone => phone.SendAsync("ack-download", ready)));
        var anchor = (await Task.WhenAll(streams.Select(stream => stream.UntilAsync("barrier.release"))))[0].EventCount;

        var wish = new { trackId = (string)opened["snapshot"]!["queue"]![1]! };
        await first.KillAsync();
        await using var second = await ServerProcess.StartAsync(
            folder.Path, state, ("Urls", first.Url.GetLeftPart(UriPartial.Authority)));
        var began = Stopwatch.GetTimestamp();
        using var again = second.Known(host);
        var returning = Task.WhenAll(phones.Select(phone => phone.ListenAsync(sounding: anchor, positionSec: "1")));
        var measuring = Measured.P99MsAsync(Commands, WishAsync);
        var returned = await returning;
        await Task.WhenAll(returned.Select(stream => stream.UntilAsync("snapshot")));
        var took = Stopwatch.GetElapsedTime(began);
        var during = await measuring;
        var listeners = (await again.SnapshotAsync())["listeners"]!.AsArray().Select(id => (string)id!);
        Assert.Equal(phones.Select(phone => phone.ClientId).Order(StringComparer.Ordinal), listeners.Order(StringComparer.Ordinal));
        var (_, paused) = await again.SendAsync("pause");
        var heard = await Task.WhenAll(returned.Select(stream => stream.UntilAsync("paused")));

        Assert.Equal(
            [((string?)heard[0].Id, (long)paused["eventCount"]!)], heard.Select(message => (message.Id, message.EventCount)).Distinct());
        Assert.InRange(took, TimeSpan.Zero, Promise);
        var memory = Measured.MemoryMb(second);
        Assert.InRange(memory, 0, 400);
        var calm = await Measured.P99MsAsync(Commands, WishAsync);
        Figures.Note(
            "Phones that all return after a restart",
            $"{count} of {count} back in the sound after {took.TotalSeconds:0.0} s, and all hear the same; p99 of a wish "
            + $"{during / calm:0.0} times that of the calm after it; {memory:0} MB");
        await Task.WhenAll(streams.Concat(returned).Select(stream => stream.DisposeAsync().AsTask()));

        async Task WishAsync()
        {
            Assert.Equal(HttpStatusCode.OK, (await again.SendAsync("wish", wish)).Status);
            Assert.Equal(HttpStatusCode.OK, (await again.SendAsync("unwish", wish)).Status);
        }
    }
}
