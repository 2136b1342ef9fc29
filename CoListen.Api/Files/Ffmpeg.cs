using System.ComponentModel;
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

/// <summary>The program ffmpeg, as the machine has it. It is looked up once.</summary>
internal sealed class Ffmpeg(IOptions<RemuxOptions> options)
{
    private const int MaxWords = 1000;

    private readonly Lazy<string?> program = new(() => options.Value.Ffmpeg is { } named ? Existing(named) : OnPath());

    /// <summary>Whether it is there.</summary>
    public bool Exists => program.Value is not null;

    /// <summary>
    /// Writes the first sound of a file, without loss, as FLAC in MP4 whose index comes first. The same file gives the same bytes. The
    /// source is read as the format that its name says and nothing else: one that names further files cannot have them read.
    /// </summary>
    /// <returns>Why it cannot, in words of ffmpeg's or ours; null if it is done.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<string?> WrapAsync(TrackFile source, string target, CancellationToken stop)
    {
        var (format, codec) = source.Scanned.IsFlac ? ("flac", "copy") : ("mov", "flac");
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-threads", "1", "-protocol_whitelist", "file", "-f", format, "-i", "file:" + source.Path,
            "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-c:a", codec, "-threads", "1", "-strict", "-2",
            "-fflags", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + target,
        ];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.MaxSec));
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program.Value!, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            var words = WordsAsync(process.StandardError);
            try
            {
                GiveWay(process);
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0 ? null : TagReader.Clean(await words) ?? "It ends without a word.";
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                stop.ThrowIfCancellationRequested();
                return "It takes too long.";
            }
        }
        catch (Win32Exception e)
        {
            return $"It cannot be started ({e.Message}).";
        }
    }

    // Phones go before it.
    private static void GiveWay(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    private static async Task<string> WordsAsync(StreamReader error)
    {
        var words = new char[MaxWords];
        var count = await error.ReadBlockAsync(words);
        await error.BaseStream.CopyToAsync(Stream.Null);
        return new string(words, 0, count);
    }

    private static string? OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Existing(Path.Join(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg")))
        .FirstOrDefault(found => found is not null);

    private static string? Existing(string path) => File.Exists(path) ? Path.GetFullPath(path) : null;
}
