namespace CoListen.Bench;

/// <summary>What browsers show: the scripts of <c>e2e/package.json</c> that measure, each of which writes its numbers as lines of JSON.</summary>
internal static class Browsers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync(string script)
    {
        var rows = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("npm", ["--prefix", Path.Combine(ServerUnderTest.Root, "e2e"), "run", "--silent", script]);
            start.Environment["BENCH_ROWS"] = rows;
            using var browsers = Process.Start(start)!;
            await browsers.WaitForExitAsync();
            if (browsers.ExitCode != 0) throw new InvalidOperationException($"npm run {script} fails, as it says above.");

            foreach (var line in await File.ReadAllLinesAsync(rows))
            {
                var (name, ours, baseline, unit, gate) = JsonSerializer.Deserialize<Row>(line, Json)!;
                Report.Add(name, ours, baseline, unit, gate);
            }
        }
        finally
        {
            File.Delete(rows);
        }
    }
}
