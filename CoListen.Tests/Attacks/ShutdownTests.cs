namespace CoListen.Tests.Attacks;

/// <summary>A server that is stopped as a person does it, under a crowd.</summary>
public sealed class ShutdownTests
{
    [Theory(Timeout = 180_000)]
    [InlineData(20)]
    [InlineData(400, Traits = ["Takes", "long"])]
    public async Task Every_stream_hears_why_it_ends_and_the_state_is_whole(int count)
    {
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, songs: 1);
        var state = ("StateFile", Path.Combine(folder.Path, "state.json"));
        await using var server = await ServerProcess.StartAsync(folder.Path, state);
        var phones = new List<TestPhone>();
        using var all = new Disposables(phones);
        for (var i = 0; i < count; i++) phones.Add(await server.PairAsync($"Phone {i}"));

        var streams = await Task.WhenAll(phones.Select(phone => phone.ListenAsync()));
        await Task.WhenAll(streams.Select(stream => stream.UntilAsync("snapshot")));
        var (_, sought) = await phones[0].SendAsync("seek", new { positionSec = 42 });
        var heard = streams.Select(async stream =>
        {
            await stream.UntilAsync("refresh", message => (string)message.Payload["reason"]! == "shutdown");
            Assert.Null(await stream.NextAsync());
        }).ToList();
        var began = Stopwatch.GetTimestamp();
        await server.StopAsync();
        var took = Stopwatch.GetElapsedTime(began);
        await Task.WhenAll(heard);

        await using var again = await ServerProcess.StartAsync(folder.Path, state);
        using var known = again.Known(phones[^1]);
        var snapshot = await known.SnapshotAsync();
        Assert.Equal(count, snapshot["clients"]!.AsObject().Count);
        Assert.Equal((long)sought["eventCount"]!, (long)snapshot["eventCount"]!);
        Figures.Note("A server that is stopped", $"{count} of {count} streams heard it, and it was gone after {took.TotalSeconds:0.0} s");
        await Task.WhenAll(streams.Select(stream => stream.DisposeAsync().AsTask()));
    }
}
