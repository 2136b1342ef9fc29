using System.Diagnostics;
using CoListen.Api.Library.Demo;
using CoListen.Api.Library.Scan;
using Microsoft.Extensions.Options;

namespace CoListen.Api.Library;

/// <summary>How a scan went.</summary>
/// <param name="Tracks">How many tracks the library holds now.</param>
/// <param name="Read">How many files had to be read; the others were remembered.</param>
/// <param name="Added">Tracks that were not there before this scan.</param>
/// <param name="Removed">Tracks that are there no more.</param>
/// <param name="Error">A sentence for whoever runs the server if nothing could be scanned: then the library is as it was. Else null.</param>
public sealed record LibraryScan(int Tracks, int Read, int Added, int Removed, string? Error);

/// <summary>The music that can be played: a scan of the audio directory, made by <see cref="ScanAsync"/> at start and on request.</summary>
public sealed partial class MusicLibrary(IOptions<LibraryOptions> options, ILogger<MusicLibrary> log) : IDisposable
{
    private readonly SemaphoreSlim oneScan = new(1);
    private volatile TrackCatalog shelf = TrackCatalog.Empty;

    /// <summary>Raised after each scan that could be made, before <see cref="ScanAsync"/> returns; <see cref="Tracks"/> is then the new state.</summary>
    public event EventHandler? Scanned;

    /// <summary>All tracks, by relative path as people order them; the same files come in the same order. A new list after each scan.</summary>
    public IReadOnlyList<Track> Tracks => shelf.Tracks;

    /// <summary>The directory that was scanned last; null before the first scan.</summary>
    public string? AudioDir { get; private set; }

    /// <summary>The track with this id, or null. Any string may be asked for.</summary>
    public Track? Find(string trackId) => shelf.Find(trackId)?.Track;

    /// <summary>Looks at the directory anew. Scans come one after the other.</summary>
    /// <exception cref="OperationCanceledException">The library is as it was.</exception>
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

    /// <summary>The file behind a track, or null. Only ids of the last scan are known, so no id ever becomes a path.</summary>
    internal TrackFile? Locate(string trackId) => shelf.Find(trackId);

    private async Task<LibraryScan> ScanOnceAsync(CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var chosen = AudioDirectory.Choose(options.Value.AudioDir);
        var root = chosen ?? DemoLibrary.DefaultPath;
        var problem = (chosen is null ? MakeDemo(root) : null) ?? AudioDirectory.Problem(root);
        if (problem is not null)
        {
            return new LibraryScan(shelf.Tracks.Count, 0, 0, 0, problem);
        }

        var cachePath = options.Value.LibraryCache ?? ScanCache.DefaultPath(root);
        var remembering = Task.Run(() => new TrackCatalog(root, cachePath is null ? [] : ScanCache.Load(cachePath)), cancel);
        var found = AudioDirectory.Walk(root);
        if (found.Count == AudioDirectory.MaxFiles)
        {
            LogTooMany(root, AudioDirectory.MaxFiles);
        }

        var remembered = await remembering;
        var unread = found.FindAll(file => remembered.Find(file) is null);
        var isUnchanged = unread.Count == 0 && remembered.Tracks.Count == found.Count;
        var now = isUnchanged ? remembered : new TrackCatalog(root, await ReadAsync(root, found, unread, remembered, cachePath, cancel));
        var before = shelf;
        shelf = now;
        AudioDir = root;
        var scan = new LibraryScan(now.Tracks.Count, unread.Count, now.CountMissingIn(before), before.CountMissingIn(now), null);
        LogScanned(scan.Tracks, root, scan.Read, scan.Added, scan.Removed, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        Scanned?.Invoke(this, EventArgs.Empty);
        return scan;
    }

    private async Task<List<ScannedFile>> ReadAsync(
        string root, List<FoundFile> found, List<FoundFile> unread, TrackCatalog remembered, string? cachePath, CancellationToken cancel)
    {
        var facts = await new TagScanner(root, unread, count => LogProgress(count, unread.Count)).RunAsync(cancel);
        var fresh = unread.Zip(facts, (file, said) => ScannedFile.Of(file, said ?? FileMetadata.None));
        List<ScannedFile> scanned = [.. found.Select(remembered.Find).OfType<ScannedFile>(), .. fresh];
        scanned.Sort((a, b) => NaturalOrder.Instance.Compare(a.RelativePath, b.RelativePath));
        var givenUp = unread.Where((_, i) => facts[i] is null).Select(file => file.RelativePath).ToHashSet(StringComparer.Ordinal);
        foreach (var path in givenUp)
        {
            LogGivenUp(path);
        }

        // A file that was given up may have been unlucky: the next scan tries it again.
        Remember(cachePath, scanned.Where(file => !givenUp.Contains(file.RelativePath)));
        return scanned;
    }

    private string? MakeDemo(string directory)
    {
        if (Directory.Exists(directory))
        {
            return null;
        }

        try
        {
            LogDemo(directory);
            DemoLibrary.Make(directory);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The demo library cannot be made in {directory} ({e.Message.TrimEnd('.')}). Name a directory with music by --AudioDir DIR.";
        }
    }

    private void Remember(string? cachePath, IEnumerable<ScannedFile> files)
    {
        if (cachePath is null)
        {
            return;
        }

        try
        {
            ScanCache.Save(cachePath, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotRemembered(cachePath, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No music in ~/Music and no --AudioDir: making the demo library in {Directory}, once")]
    private partial void LogDemo(string directory);

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Count} of {Total} files")]
    private partial void LogProgress(int count, int total);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Tracks} tracks in {AudioDir}: {Read} files read, {Added} added, {Removed} removed, {ElapsedMs:F0} ms")]
    private partial void LogScanned(int tracks, string audioDir, int read, int added, int removed, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{AudioDir} holds more than {Limit} audio files; the rest is left out")]
    private partial void LogTooMany(string audioDir, int limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{RelativePath} takes too long to read and is listed by its name only")]
    private partial void LogGivenUp(string relativePath);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scan cannot be remembered in {CachePath} ({Reason}); every start will read all files again")]
    private partial void LogNotRemembered(string cachePath, string reason);
}
