namespace CoListen.Tests.Attacks;

/// <summary>A room that is full for a long time. COLISTEN_SOAK_MINUTES says how long; by default half an hour.</summary>
public sealed class SoakTests
{
    private const int Phones = 200;
    private const int Seed = 20261130;
    /// <summary>The heap of a .NET process breathes; what leaks grows from third to third.</summary>
    private const double Tolerance = 1.15;

    private readonly ConcurrentDictionary<string, int> done = new();

    [Fact(Timeout = 7_200_000)]
    [Trait("Takes", "long")]
    public async Task Memory_and_handles_of_a_full_room_stay_as_they_are()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Handles are counted in /proc.");
        var minutes = double.Parse(Environment.GetEnvironmentVariable("COLISTEN_SOAK_MINUTES") ?? "30", CultureInfo.InvariantCulture);
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, songs: 50);
        await using var server = await ServerProcess.StartAsync(
            folder.Path,
            ("StateFile", Path.Combine(folder.Path, "state.json")), ("Session:HeartbeatSec", "2"));
        var phones = new List<TestPhone>();
        using var all = new Disposables(phones);
        for (var i = 0; i < Phones; i++) phones.Add(await server.PairAsync($"Phone {i}"));
        using var looking = await server.PairAsync("Looking on");
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));

        var living = phones.Select((phone, i) => LiveAsync(phone, new Random(Seed + i), over.Token)).ToList();
        var samples = await WatchAsync(server, looking, over.Token);
        await Task.WhenAll(living);

        var third = samples.Count / 3;
        var (middle, last) = (samples[third..(2 * third)], samples[(2 * third)..]);
        var (memory, later) = (middle.Average(sample => sample.MemoryMb), last.Average(sample => sample.MemoryMb));
        var (handles, handlesLater) = (middle.Average(sample => sample.Handles), last.Average(sample => sample.Handles));
        var counts = string.Join(", ", done.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Value} {one.Key}"));
        Figures.Note(
            $"{Phones} phones for {minutes} minutes",
            $"{memory:0} MB and {handles:0} handles in the middle third, {later:0} MB and {handlesLater:0} handles in the last; "
            + counts);
        Assert.True(later <= memory * Tolerance, $"{memory:0} MB became {later:0} MB; seed {Seed}");
        Assert.True(handlesLater <= handles * Tolerance, $"{handles:0} handles became {handlesLater:0}; seed {Seed}");
        Assert.DoesNotContain(done.Keys, what => what.StartsWith('5'));
        Assert.Equal(Phones + 1, (await looking.SnapshotAsync())["clients"]!.AsObject().Count);
    }

    /// <summary>Samples at each heartbeat.</summary>
    private static async Task<List<(double MemoryMb, int Handles)>> WatchAsync(
        ServerProcess server, TestPhone phone, CancellationToken over)
    {
        var samples = new List<(double, int)>();
        await using var stream = await phone.ListenAsync();
        while (!over.IsCancellationRequested)
        {
            var message = await stream.NextAsync();
            Assert.NotNull(message);
            if (message.Name == "heartbeat") samples.Add((Measured.MemoryMb(server), Measured.Handles(server)));
            if (message.Name == "barrier.open") await phone.SendAsync("sit-out", new { trackId = (string)message.Payload["trackId"]! });
        }

        return samples;
    }

    /// <summary>Hears, answers each start, and at some heartbeats sends a command, downloads a song, or opens a new stream.</summary>
    private async Task LiveAsync(TestPhone phone, Random random, CancellationToken over)
    {
        var tracks = await phone.TracksAsync();
        while (!over.IsCancellationRequested)
        {
            await using var stream = await phone.ListenAsync();
            Count("streams");
            while (!over.IsCancellationRequested && await NextAsync(stream) is { } message)
            {
                if (message.Name == "barrier.open")
                {
                    await CommandAsync("ack-download", new { trackId = (string)message.Payload["trackId"]! }, message);
                }

                if (message.Name != "heartbeat") continue;

                var die = random.Next(100);
                if (die == 0) await CommandAsync("seek", new { positionSec = random.Next(100) }, message);
                if (die == 1) await CommandAsync("wish", new { trackId = tracks[random.Next(tracks.Count)] }, message);
                if (die == 2) await CommandAsync(random.Next(4) == 0 ? "next" : "pause", new { }, message);
                if (die is 3 or 4) await DownloadAsync();
                if (die is 5 or 6) break;
            }
        }

        // A phone that is too slow for its stream is cut, and comes back.
        async Task<TestMessage?> NextAsync(TestEventStream stream)
        {
            try
            {
                return await stream.NextAsync();
            }
            catch (IOException)
            {
                Count("streams cut");
                return null;
            }
        }

        async Task CommandAsync(string command, object body, TestMessage told)
        {
            using var answer = await phone.Post(
                "/" + command, body, ("If-Match-Event", $"{told.EventCount}"), ("Prefer", "return=minimal"));
            await answer.Text();
            Count($"{(int)answer.StatusCode} to {command}");
        }

        async Task DownloadAsync()
        {
            await phone.DownloadAsync(tracks[random.Next(tracks.Count)]);
            Count("downloads");
        }
    }

    private void Count(string what) => done.AddOrUpdate(what, 1, (_, before) => before + 1);
}
