using System.Text.Json.Nodes;

namespace CoListen.Bench;

/// <summary>The first scan of a library, against TagLib's C library, and the scan of one that did not change, against the first.</summary>
internal static class Scan
{
    private const int Songs = 5000;

    public static async Task RunAsync()
    {
        await using var server = await ServerUnderTest.CoListenAsync(fill: null, "--WatchAudioDir", "false");
        var folder = Directory.CreateTempSubdirectory("colisten-bench-");
        var (aside, inside) = (Path.Combine(folder.FullName, "songs"), Path.Combine(server.Music, "songs"));
        Directory.CreateDirectory(aside);
        await VariedMusic.FillAsync(aside, Songs);
        var files = Directory.GetFiles(aside, "*", SearchOption.AllDirectories);
        var speeds = await Report.RoundsAsync(
            warmUps: 1,
            Report.Rounds,
            async () =>
            {
                Directory.Move(aside, inside);
                return await ScanAsync(server, Songs);
            },
            () => ScanAsync(server, 0),
            async () =>
            {
                Directory.Move(inside, aside);
                await ScanAsync(server, 0);
                return TagLib.IsThere ? Read(files) : 0;
            });
        folder.Delete(recursive: true);
        var (first, again, taglib) = (speeds[0], speeds[1], speeds[2]);
        if (taglib > 0)
        {
            Report.Add(
                $"files a second, first scan of {Songs:#,0}, against TagLib in C", Songs / first, Songs / taglib, "/s", Gate.AtLeast(0.5));
        }
        else
        {
            Report.Note("libtag_c.so.0 is missing, so the first scan has no baseline: run ./bench");
        }

        Report.Add($"scan of {Songs:#,0} unchanged files, against the first", 1000 * again, 1000 * first, "ms", Gate.AtMost(0.1));
    }

    /// <summary>Seconds until the server has looked at its folder anew.</summary>
    private static async Task<double> ScanAsync(ServerUnderTest server, int read)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await server.Http.PostAsync("/host/rescan", content: null);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var scan = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        if ((int)scan["read"]! != read) throw new InvalidDataException(scan.ToJsonString());
        if ((await server.GetAsync("/host/unreadable")).AsArray() is [{ } one, ..]) throw new InvalidDataException(one.ToJsonString());

        return took;
    }

    private static double Read(string[] files)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var file in files)
        {
            if (!TagLib.Read(file)) throw new InvalidDataException(file);
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
