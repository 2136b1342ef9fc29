using CoListen.Api.Files;
using CoListen.Api.Library;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CoListen.Bench;

/// <summary>The scan of a library that did not change, against its first scan.</summary>
internal static class Scan
{
    private const int Songs = 5000;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("colisten-bench-");
        var music = folder.CreateSubdirectory("music").FullName;
        Music.Many(music, Songs);
        var cache = Path.Combine(folder.FullName, "library.scan");
        var (again, first) = await Report.AlternateAsync(
            async () =>
            {
                await ScanAsync(music, cache);
                return await ScanAsync(music, cache);
            },
            () =>
            {
                File.Delete(cache);
                return ScanAsync(music, cache);
            });
        folder.Delete(recursive: true);
        Report.Row($"scan of {Songs} unchanged files, against the first", again, first, "ms", "≤ 0.1×");
    }

    private static async Task<double> ScanAsync(string music, string cache)
    {
        using var library = new MusicLibrary(
            Options.Create(new LibraryOptions { AudioDir = music, LibraryCache = cache }),
            new Ffmpeg(Options.Create(new RemuxOptions())),
            NullLogger<MusicLibrary>.Instance);
        var began = Stopwatch.GetTimestamp();
        await library.ScanAsync(CancellationToken.None);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
