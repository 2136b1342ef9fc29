using System.Net.Http.Json;
using CoListen.Silo.Storage;

namespace CoListen.Bench;

/// <summary>Accepted commands one after the other, against the bare durable write.</summary>
internal static class Commands
{
    private const int Many = 500;

    public static async Task RunAsync()
    {
        await using var server = await ServerUnderTest.CoListenAsync(Music.OneSong);
        server.Http.DefaultRequestHeaders.Authorization = await server.PairAsync();
        await server.ScannedAsync(songs: 1);
        var folder = Directory.CreateTempSubdirectory("colisten-bench-");
        var (ours, bare) = await Report.AlternateAsync(() => SeekAsync(server), () => Task.FromResult(Write(folder.FullName)), warmUps: 3);
        folder.Delete(recursive: true);
        Report.Add("accepted commands, one after the other", ours, bare, "/s", Gate.AtLeast(0.6));
    }

    /// <summary>Sends seeks at the counts that follow one another.</summary>
    public static async Task SeekOnceAsync(ServerUnderTest server, long eventCount)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/seek") { Content = JsonContent.Create(new { positionSec = 1 }) };
        request.Headers.Add("If-Match-Event", eventCount.ToString(CultureInfo.InvariantCulture));
        using var answer = await server.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<double> SeekAsync(ServerUnderTest server)
    {
        var count = (long)(await server.GetAsync("/snapshot"))["eventCount"]!;
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Many; i++)
        {
            await SeekOnceAsync(server, count + i);
        }

        return Many / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Write(string folder)
    {
        var (file, bytes) = (new AtomicFile(Path.Combine(folder, "state.json")), new byte[1024]);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Many; i++)
        {
            file.Write(bytes);
        }

        return Many / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
