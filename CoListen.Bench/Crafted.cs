namespace CoListen.Bench;

/// <summary>The start of a server whose music has 20 files that take a parser minutes, against one with a song.</summary>
internal static class Crafted
{
    public static async Task RunAsync()
    {
        var (ours, usual) = await Report.AlternateAsync(
            () => MeasureAsync(Music.Crafted), () => MeasureAsync(Music.OneSong));
        Report.Add("start with 20 crafted files until /health", ours, usual, "ms", Gate.UpTo(Math.Round(usual) + 1000, "ms"));
    }

    private static async Task<double> MeasureAsync(Action<string> fill)
    {
        var began = Stopwatch.GetTimestamp();
        await using var server = await ServerUnderTest.CoListenAsync(fill);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
