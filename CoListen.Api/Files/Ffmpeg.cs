using System.ComponentModel;
using System.Text.RegularExpressions;
using CoListen.Api.Library;
using CoListen.Api.Library.Scan;

namespace CoListen.Api.Files;

/// <summary>What makes the MP4 form of songs, and how much of it is kept.</summary>
internal sealed class RemuxOptions
{
    /// <summary>The program ffmpeg; null: the first one on the PATH; empty: none, and no song has an MP4 form.</summary>
    public string? Ffmpeg { get; set; }

    /// <summary>Megabytes (2^20 bytes) of MP4 files that are kept; those not used for longest go first.</summary>
    public int CacheMB { get; set; } = 2048;

    /// <summary>Seconds after which a run of ffmpeg is ended.</summary>
    public int MaxSec { get; set; } = 60;
}

/// <summary>
/// The program ffmpeg, as the machine has it. It is looked up once. A source is read as the format that its name says and nothing else: one
/// that names further files cannot have them read.
/// </summary>
internal sealed partial class Ffmpeg(IOptions<RemuxOptions> options)
{
    private const int MaxWords = 1000;

    // Bytes of one piece of memory: the index of a song of a day takes half of it, and a crafted one would take gigabytes.
    private const string MaxAlloc = "134217728";

    // What measures waits for all else.
    private const int MeasuresLonger = 10;

    private readonly Lazy<string?> program = new(() => options.Value.Ffmpeg is { } named ? Existing(named) : OnPath());

    /// <summary>Whether it is there.</summary>
    public bool Exists => program.Value is not null;

    /// <summary>
    /// Writes the first sound of a file, without loss, as FLAC in MP4 whose index comes first. The same file gives the same bytes.
    /// </summary>
    /// <returns>Why it cannot, in words of ffmpeg's or ours; null if it is done.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<string?> WrapAsync(TrackFile source, string target, CancellationToken stop)
    {
        // Of the same sound about as much; but a crafted index can say the same bytes without end.
        var maxBytes = (2 * source.Track.Size) + (1024 * 1024);
        string[] arguments =
        [
            "-v", "error", .. FirstSoundOf(source), "-map_metadata", "-1", "-map_chapters", "-1",
            "-c:a", source.Scanned.IsFlac ? "copy" : "flac", "-threads", "1", "-strict", "-2",
            "-fflags", "+bitexact", "-flags:a", "+bitexact", "-fs", maxBytes.ToString(CultureInfo.InvariantCulture),
            "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + target,
        ];
        try
        {
            var (exitCode, words) = await RunAsync(arguments, options.Value.MaxSec, ProcessPriorityClass.BelowNormal, stop);
            return exitCode switch
            {
                0 => new FileInfo(target).Length < maxBytes ? null : "It becomes too large.",
                null => "It takes too long.",
                _ => TagReader.Clean(words) ?? "It ends without a word.",
            };
        }
        catch (Win32Exception e)
        {
            return $"It cannot be started ({e.Message}).";
        }
    }

    /// <summary>Whether it is given such a file.</summary>
    public static bool Reads(TrackFile source) => FormatOf(source) is not null;

    /// <summary>
    /// The integrated loudness of the first sound of a file that it reads (EBU R 128), in LUFS; null where it cannot tell.
    /// </summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<double?> MeasureAsync(TrackFile source, CancellationToken stop)
    {
        // Of all that it says the sum comes last. Not every version can be silent about each frame: those are said at another level.
        string[] arguments =
            ["-hide_banner", "-nostats", "-v", "info", .. FirstSoundOf(source), "-af", "ebur128=framelog=verbose", "-f", "null", "-"];
        var (exitCode, words) = await RunAsync(arguments, options.Value.MaxSec * MeasuresLonger, ProcessPriorityClass.Idle, stop);
        var sum = exitCode == 0 ? Integrated().Matches(words).LastOrDefault() : null;
        return sum is null ? null : double.Parse(sum.Groups["lufs"].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static string? FormatOf(TrackFile source) => AudioFormat.Of(source.Path)!.Demuxer;

    private static string[] FirstSoundOf(TrackFile source) =>
    [
        "-nostdin", "-max_alloc", MaxAlloc, "-threads", "1", "-protocol_whitelist", "file", "-f", FormatOf(source)!,
        "-i", "file:" + source.Path, "-map", "0:a:0",
    ];

    // Null: it was ended, as it took too long. The words are its last ones.
    private async Task<(int? ExitCode, string Words)> RunAsync(
        string[] arguments, int maxSec, ProcessPriorityClass priority, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(maxSec));
        using var process = Process.Start(new ProcessStartInfo(program.Value!, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var words = WordsAsync(process.StandardError);
        try
        {
            GiveWay(process, priority);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await words);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            stop.ThrowIfCancellationRequested();
            return (null, "");
        }
    }

    // Phones go before it.
    private static void GiveWay(Process process, ProcessPriorityClass priority)
    {
        try
        {
            process.PriorityClass = priority;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    private static async Task<string> WordsAsync(StreamReader error)
    {
        var (last, block) = ("", new char[MaxWords]);
        for (int count; (count = await error.ReadAsync(block)) > 0;)
        {
            last += new string(block, 0, count);
            last = last[^Math.Min(last.Length, MaxWords)..];
        }

        return last;
    }

    private static string? OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Existing(Path.Join(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg")))
        .FirstOrDefault(found => found is not null);

    private static string? Existing(string path) => File.Exists(path) ? Path.GetFullPath(path) : null;

    [GeneratedRegex(@"\bI: +(?<lufs>-?[0-9]+\.[0-9]+) LUFS", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Integrated();
}
