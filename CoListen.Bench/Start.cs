namespace CoListen.Bench;

/// <summary>
/// A built server from its start until <c>/health</c> answers, and the memory it then holds, against the smallest Orleans web app.
/// </summary>
internal static class Start
{
    public static async Task RunAsync()
    {
        var (ourMemory, theirMemory) = (new List<double>(), new List<double>());
        var (ours, baseline) = await Report.AlternateAsync(
            () => MeasureAsync(() => ServerUnderTest.CoListenAsync(Music.OneSong), ourMemory),
            () => MeasureAsync(ServerUnderTest.BareOrleansAsync, theirMemory));
        Report.Add("start of a built server until /health", ours, baseline, "ms", Gate.AtMost(1.3));
        Report.Add("resident memory after the start", Report.Median(ourMemory), Report.Median(theirMemory), "MB", Gate.AtMost(1.3));
    }

    private static async Task<double> MeasureAsync(Func<Task<ServerUnderTest>> start, List<double> memory)
    {
        var began = Stopwatch.GetTimestamp();
        await using var server = await start();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        memory.Add(server.ResidentKb / 1024);
        return took;
    }
}
