namespace CoListen.Bench;

/// <summary>From a command until it is on disk and on every phone, against a bare Kestrel that does the same.</summary>
internal static class FanOut
{
    private const int Many = 60;

    public static async Task RunAsync(int phones)
    {
        await using var server = await ServerUnderTest.CoListenAsync(Music.OneSong);
        await using var bare = await ServerUnderTest.BareAsync();
        using var listeners = await Listeners.OpenAsync(server, phones, server.PairAsync);
        // The last to come: of a great crowd, those who are away are forgotten.
        server.Http.DefaultRequestHeaders.Authorization = await server.PairAsync();
        await server.ScannedAsync(songs: 1);
        using var bareListeners = await Listeners.OpenAsync(bare, phones, phone: null);
        var (ours, baseline) = await Report.AlternateAsync(
            () => MedianAsync(server, listeners, Many),
            () => MedianAsync(bareListeners, Many, async _ => (await bare.Http.PostAsync("/seek", null)).EnsureSuccessStatusCode()),
            warmUps: 5);
        Report.Add($"command durable and on {phones:#,0} phones", ours, baseline, "ms", Gate.AtMost(1.3));
    }

    /// <summary>The median of so many seeks, in ms.</summary>
    public static async Task<double> MedianAsync(ServerUnderTest server, Listeners listeners, int many)
    {
        var count = (long)(await server.GetAsync("/snapshot"))["eventCount"]!;
        return await MedianAsync(listeners, many, i => Commands.SeekOnceAsync(server, count + i));
    }

    private static async Task<double> MedianAsync(Listeners listeners, int many, Func<int, Task> command)
    {
        var times = new List<double>();
        for (var i = 0; i < many; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(command(i), listeners.AllHeardAsync());
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Report.Median(times);
    }
}
