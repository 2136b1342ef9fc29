using CoListen.Api.Files;
using CoListen.Api.Library;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CoListen.Bench;

/// <summary>The first scan of a library, against TagLib's C library, and the scan of one that did not change, against the first.</summary>
internal static class Scan
{
    private const int Songs = 5000;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("colisten-bench-");
        var music = folder.CreateSubdirectory("music").FullName;
        await VariedMusic.FillAsync(music, Songs);
        var cache = Path.Combine(folder.FullName, "library.scan");
        var files = Directory.GetFiles(music, "*", SearchOption.AllDirectories);
        var speeds = await Report.RoundsAsync(
            warmUps: 1,
            Report.Rounds,
            () =>
            {
                File.Delete(cache);
                return ScanAsync(music, cache);
            },
            () => ScanAsync(music, cache),
            () => Task.FromResult(TagLib.IsThere ? Read(files) : 0));
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

    private static async Task<double> ScanAsync(string music, string cache)
    {
        using var library = new MusicLibrary(
            Options.Create(new LibraryOptions { AudioDir = music, LibraryCache = cache }),
            new Ffmpeg(Options.Create(new RemuxOptions())),
            NullLogger<MusicLibrary>.Instance);
        var began = Stopwatch.GetTimestamp();
        await library.ScanAsync(CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (library.Unreadable is [var one, ..]) throw new InvalidDataException($"{one.Path}: {one.Reason}");

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
