namespace CoListen.Bench;

/// <summary>What an idle phone's stream costs, against a bare stream.</summary>
internal static class Memory
{
    public static async Task RunAsync(int phones)
    {
        await using var server = await Subject.CoListenAsync(Music.OneSong);
        await using var bare = await Subject.BareAsync();
        var ours = await MeasureAsync(server, phones, server.PairAsync);
        var baseline = await MeasureAsync(bare, phones, phone: null);
        Report.Row($"memory an idle phone, {phones} of them", ours, baseline, "KB", "≤ 1.5×");
    }

    private static async Task<double> MeasureAsync(Subject subject, int phones, Func<Task<System.Net.Http.Headers.AuthenticationHeaderValue>>? phone)
    {
        // The first hundred warm up what every later one shares.
        using var first = await Listeners.OpenAsync(subject, 100, phone);
        var before = subject.ResidentKb;
        using var more = await Listeners.OpenAsync(subject, phones, phone);
        return (subject.ResidentKb - before) / phones;
    }
}
