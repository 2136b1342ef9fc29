using System.Diagnostics;
using CoListen.Api.Library.Demo;
using CoListen.Api.Library.Scan;
using Microsoft.Extensions.Options;

namespace CoListen.Api.Library;

/// <summary>Result of a scan.</summary>
/// <param name="Tracks">Tracks in the library now.</param>
/// <param name="Read">Files that were read; the others were known from an earlier scan.</param>
/// <param name="Added">Tracks that were not there before this scan.</param>
/// <param name="Removed">Tracks that are gone.</param>
/// <param name="Error">Why nothing could be scanned, as a sentence; the library is then unchanged. Else null.</param>
public sealed record LibraryScan(int Tracks, int Read, int Added, int Removed, string? Error);

/// <summary>The music that can be played: the result of the last <see cref="ScanAsync"/>.</summary>
public sealed partial class MusicLibrary(IOptions<LibraryOptions> options, ILogger<MusicLibrary> log) : IDisposable
{
    private readonly SemaphoreSlim oneScan = new(1);
    private volatile TrackCatalog catalog = TrackCatalog.Empty;

    /// <summary>All tracks, by relative path in <see cref="NaturalOrder"/>. A new list after each scan.</summary>
    public IReadOnlyList<Track> Tracks => catalog.Tracks;

    /// <summary>Scans the directory. Scans run one after the other.</summary>
    /// <exception cref="OperationCanceledException">The library is unchanged.</exception>
    public async Task<LibraryScan> ScanAsync(CancellationToken cancel)
    {
        await oneScan.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => ScanOnceAsync(cancel), cancel);
        }
        finally
        {
            oneScan.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => oneScan.Dispose();

    /// <summary>The file of a track, or null. Only ids of the last scan are known: no id ever becomes a path.</summary>
    internal TrackFile? Locate(string trackId) => catalog.Find(trackId);

    private async Task<LibraryScan> ScanOnceAsync(CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var root = AudioDirectory.Choose(options.Value.AudioDir);
        if (root is null)
        {
            root = DemoLibrary.Directory;
            LogDemo();
        }

        if (AudioDirectory.Problem(root) is { } problem)
        {
            return new LibraryScan(catalog.Tracks.Count, 0, 0, 0, problem);
        }

        var cachePath = options.Value.LibraryCache ?? ScanCache.DefaultPath(root);
        var loading = Task.Run(() => cachePath is null ? [] : ScanCache.Load(cachePath), cancel);
        var found = AudioDirectory.Walk(root);
        if (found.Count == AudioDirectory.MaxFiles)
        {
            LogTooMany(root, AudioDirectory.MaxFiles);
        }

        var files = await loading;
        var known = files.DistinctBy(file => file.RelativePath, StringComparer.Ordinal).ToDictionary(file => file.RelativePath, StringComparer.Ordinal);
        bool IsKnown(FoundFile file) => known.GetValueOrDefault(file.RelativePath)?.Is(file) == true;
        var unread = found.FindAll(file => !IsKnown(file));
        if (unread.Count > 0 || files.Count != found.Count)
        {
            files = [.. found.Where(IsKnown).Select(file => known[file.RelativePath]), .. await ReadAsync(root, unread, cancel)];
            files.Sort((a, b) => NaturalOrder.Instance.Compare(a.RelativePath, b.RelativePath));
            Store(cachePath, files);
        }

        var (before, now) = (catalog, new TrackCatalog(root, files));
        catalog = now;
        var scan = new LibraryScan(now.Tracks.Count, unread.Count, now.CountMissingIn(before), before.CountMissingIn(now), null);
        LogScanned(scan.Tracks, root, scan.Read, scan.Added, scan.Removed, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return scan;
    }

    private async Task<IEnumerable<ScannedFile>> ReadAsync(string root, List<FoundFile> files, CancellationToken cancel)
    {
        var read = await new TagScanner(root, files, count => LogProgress(count, files.Count)).RunAsync(cancel);
        foreach (var (file, _) in files.Zip(read).Where(pair => pair.Second is null))
        {
            LogGivenUp(TagReader.CleanName(file.RelativePath));
        }

        return files.Zip(read, (file, metadata) => new ScannedFile(file.RelativePath, file.Size, file.ModifiedTicks, metadata ?? FileMetadata.None));
    }

    private void Store(string? cachePath, List<ScannedFile> files)
    {
        try
        {
            if (cachePath is not null)
            {
                ScanCache.Save(cachePath, files);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotStored(cachePath!, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No music in ~/Music and no --AudioDir: playing the demo library")]
    private partial void LogDemo();

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Count} of {Total} files")]
    private partial void LogProgress(int count, int total);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Tracks} tracks in {AudioDir}: {Read} files read, {Added} added, {Removed} removed, {ElapsedMs:F0} ms")]
    private partial void LogScanned(int tracks, string audioDir, int read, int added, int removed, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{AudioDir} holds more than {Limit} audio files; the rest is left out")]
    private partial void LogTooMany(string audioDir, int limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{RelativePath} takes too long to read and is listed by its name only")]
    private partial void LogGivenUp(string relativePath);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scan cannot be stored in {CachePath} ({Reason}); every start will read all files again")]
    private partial void LogNotStored(string cachePath, string reason);
}
