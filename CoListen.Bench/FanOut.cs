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
        var count = (long)(await server.GetAsync("/snapshot"))["eventCount"]!;
        var (ours, baseline) = await Report.AlternateAsync(
            () => MeasureAsync(listeners, () => Commands.SeekOnceAsync(server, count++)),
            () => MeasureAsync(bareListeners, async () => (await bare.Http.PostAsync("/seek", null)).EnsureSuccessStatusCode()),
            warmUps: 5);
        Report.Row($"command durable and on {phones} phones", ours, baseline, "ms", "≤ 1.3×");
    }

    private static async Task<double> MeasureAsync(Listeners listeners, Func<Task> command)
    {
        var times = new List<double>();
        for (var i = 0; i < Many; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(command(), listeners.AllHeardAsync());
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Report.Median(times);
    }
}
