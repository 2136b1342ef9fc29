namespace CoListen.Bench;

/// <summary>What a phone costs a node: in memory, in rest, and by each command.</summary>
internal static class Scale
{
    private const int Commands = 200;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        foreach (var phones in new[] { 10, 100, 1000, 2000 })
        {
            await using var server = await ServerUnderTest.CoListenAsync(Music.OneSong);
            var before = server.ResidentKb / 1024;
            using var listeners = await Listeners.OpenAsync(server, phones, server.PairAsync);
            server.Http.DefaultRequestHeaders.Authorization = await server.PairAsync();
            await server.ScannedAsync(songs: 1);
            // The first of everything is not what is measured.
            await FanOut.MedianAsync(server, listeners, Commands);

            var (cpu, bytes) = (server.CpuSec, listeners.Bytes);
            await Task.Delay(Rest);
            var (restCpu, restBytes) = (server.CpuSec - cpu, listeners.Bytes - bytes);
            var peak = server.ResidentKb / 1024;
            (cpu, bytes) = (server.CpuSec, listeners.Bytes);
            var took = await FanOut.MedianAsync(server, listeners, Commands);
            var (name, of) = ($"{phones:#,0} phones: ", (double)phones);
            Report.Add(name + "resident", peak, before, "MB");
            Report.Add(name + "in rest, of one core", 100 * restCpu / Rest.TotalSeconds, null, "%");
            Report.Add(name + "in rest, a phone", restBytes / of / Rest.TotalSeconds, null, "B/s");
            Report.Add(name + "one command on all", took, null, "ms");
            Report.Add(name + "processor time of a command", 1000 * (server.CpuSec - cpu) / Commands, null, "ms");
            Report.Add(name + "a command, a phone", (listeners.Bytes - bytes) / of / Commands, null, "B");
        }
    }
}
