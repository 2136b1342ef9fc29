using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CoListen.Bench;

/// <summary>A room of 100,000 varied tracks, of which every twenty are one file, against one of 100.</summary>
internal static class Large
{
    private const int Tracks = 100_000;
    private const int Links = 20;
    private const int Some = 10_000;
    private const int Few = 100;
    private const int Phones = 100;
    private const int Nexts = 20;

    public static async Task RunAsync()
    {
        var varied = Directory.CreateTempSubdirectory("colisten-bench-");
        await VariedMusic.FillAsync(varied.FullName, Tracks / Links);
        await using var large = await ServerUnderTest.CoListenAsync(music =>
        {
            for (var i = 0; i < Links; i++) Link(varied.FullName, Path.Combine(music, $"part {i:d2}"));
        });
        large.Http.DefaultRequestHeaders.Authorization = await large.PairAsync();
        await large.ScannedAsync(Tracks);
        varied.Delete(recursive: true);
        var first = large.ScanMs;
        var (scans, starts) = (new List<double>(), new List<double>());
        for (var i = 0; i < Report.Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await large.RestartAsync();
            await large.ScannedAsync(Tracks);
            starts.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            scans.Add(large.ScanMs);
        }

        Report.Add(
            $"scan of {Tracks:#,0} unchanged files at a start, against the first", Report.Median(scans), first, "ms", Gate.AtMost(0.1));
        Report.Note($"a start with {Tracks:#,0} unchanged files serves the last of them after {Report.Median(starts):#,0} ms");

        await using var small = await ServerUnderTest.CoListenAsync(music => Music.Collection(music, Few));
        small.Http.DefaultRequestHeaders.Authorization = await small.PairAsync();
        await small.ScannedAsync(Few);
        await using var middle = await ServerUnderTest.CoListenAsync(music => Music.Collection(music, Some));
        middle.Http.DefaultRequestHeaders.Authorization = await middle.PairAsync();
        await middle.ScannedAsync(Some);
        var fewBytes = await BytesOfNextAsync(small);
        foreach (var (tracks, server) in new[] { (Some, middle), (Tracks, large) })
        {
            var bytes = await BytesOfNextAsync(server);
            Report.Add($"bytes a phone for one next with {tracks:#,0} tracks against {Few}", bytes, fewBytes, "B", Gate.UpTo(1000, "B"));
        }

        using var listeners = await Listeners.OpenAsync(large, Phones, large.PairAsync, "barrier.open");
        using var fewListeners = await Listeners.OpenAsync(small, Phones, small.PairAsync, "barrier.open");
        var (ours, baseline) = await Report.AlternateAsync(
            () => MeasureAsync(large, listeners), () => MeasureAsync(small, fewListeners), warmUps: 2);
        Report.Add($"next with {Tracks:#,0} tracks against {Few}, on {Phones} phones", ours, baseline, "ms", Gate.AtMost(3));
        var memory = large.ResidentKb / 1024;
        Report.Add($"resident memory with {Tracks:#,0} tracks", memory, small.ResidentKb / 1024, "MB", Gate.UpTo(600, "MB"));
    }

    /// <summary>Copies a folder by one more name for each of its files.</summary>
    private static void Link(string from, string to)
    {
        using var copying = Process.Start("cp", ["--archive", "--link", from, to]);
        copying.WaitForExit();
        if (copying.ExitCode != 0) throw new IOException($"{from} cannot be linked.");
    }

    private static async Task<double> MeasureAsync(ServerUnderTest server, Listeners listeners)
    {
        var times = new List<double>();
        var count = (long)(await server.GetAsync("/snapshot"))["eventCount"]!;
        for (var i = 0; i < Nexts; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var next = NextAsync(server, count);
            await Task.WhenAll(next, listeners.AllHeardAsync());
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            count = await next;
        }

        return Report.Median(times);
    }

    private static async Task<long> NextAsync(ServerUnderTest server, long eventCount)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/next") { Content = JsonContent.Create(new { }) };
        request.Headers.Add("If-Match-Event", eventCount.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Prefer", "return=minimal");
        using var answer = await server.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["eventCount"]!;
    }

    /// <summary>What one stream brings of one next: the queue, and the barrier that opens.</summary>
    private static async Task<double> BytesOfNextAsync(ServerUnderTest server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Authorization = await server.PairAsync();
        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await ReadToAsync("snapshot");
        // Its own arrival is told a moment later.
        await ReadToAsync("clients.changed");
        await NextAsync(server, (long)(await server.GetAsync("/snapshot"))["eventCount"]!);
        return await ReadToAsync("barrier.open");

        async Task<int> ReadToAsync(string name)
        {
            var (bytes, isLast) = (0, false);
            while (true)
            {
                var line = (await lines.ReadLineAsync())!;
                bytes += Encoding.UTF8.GetByteCount(line) + 1;
                isLast |= line == "event: " + name;
                if (isLast && line.Length == 0) return bytes;
            }
        }
    }
}
