namespace CoListen.Bench;

/// <summary>What an idle phone's stream costs, against a bare stream.</summary>
internal static class Memory
{
    public static async Task RunAsync(int phones)
    {
        await using var server = await ServerUnderTest.CoListenAsync(Music.OneSong);
        await using var bare = await ServerUnderTest.BareAsync();
        var ours = await MeasureAsync(server, phones, server.PairAsync);
        var baseline = await MeasureAsync(bare, phones, phone: null);
        Report.Add($"memory an idle phone, {phones:#,0} of them", ours, baseline, "KB", Gate.AtMost(2));
    }

    private static async Task<double> MeasureAsync(
        ServerUnderTest server, int phones, Func<Task<System.Net.Http.Headers.AuthenticationHeaderValue>>? phone)
    {
        // The first hundred warm up what every later one shares.
        using var first = await Listeners.OpenAsync(server, 100, phone);
        var before = server.ResidentKb;
        using var more = await Listeners.OpenAsync(server, phones, phone);
        return (server.ResidentKb - before) / phones;
    }
}
