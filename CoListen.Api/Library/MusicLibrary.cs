using CoListen.Api.Files;
using CoListen.Api.Library.Loudness;
using CoListen.Api.Library.Scan;

namespace CoListen.Api.Library;

/// <summary>The music that can be played: the result of the last <see cref="ScanAsync"/>.</summary>
internal sealed partial class MusicLibrary(
    IOptions<LibraryOptions> options, Ffmpeg ffmpeg, ILogger<MusicLibrary> log, TimeProvider? time = null) : IDisposable
{
    private const int LogEvery = 1_000;
    private const int LeastPart = 100;
    private static readonly TimeSpan FirstPart = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim oneScan = new(1);
    private readonly CancellationTokenSource stopping = new();
    private Task<LibraryScan>? waiting;
    private bool waitingRetries;
    private volatile bool isWhole;
    private volatile MeasuredGains? gains;
    private volatile TrackCatalog catalog = TrackCatalog.Empty;
    private volatile IReadOnlyList<UnreadableFile> unreadable = [];
    private volatile ScanProgress progress = ScanProgress.None;

    /// <summary>All tracks, in <see cref="NaturalOrder"/> of their paths. A new list after each scan.</summary>
    public IReadOnlyList<Track> Tracks => catalog.Tracks;

    /// <summary>The same with the version of the list.</summary>
    public TrackCatalog Catalog => catalog;

    /// <summary>Whether a scan is through; before, the catalog is what the first one has found so far.</summary>
    public bool IsWhole => isWhole;

    /// <summary>
    /// Called while the first scan goes on, when the catalog has grown by a hundred files: after a second, and then each time when it has
    /// taken twice as long, or by fewer and all that is left are files that take long. What is smaller comes at once, when it is through.
    /// </summary>
    public Func<Task> Grown { get; set; } = () => Task.CompletedTask;

    /// <summary>What the last scan could not read: such a folder is left out, such a file is listed by its name if it has one.</summary>
    public IReadOnlyList<UnreadableFile> Unreadable => unreadable;

    /// <summary>Why the directory that the setting names cannot be scanned, as a sentence; else null.</summary>
    public string? Problem => options.Value.AudioDir is { Length: > 0 } named ? AudioDirectory.Problem(AudioDirectory.Choose(named)) : null;

    /// <summary>How far the running scan is; zeros when none is running.</summary>
    public ScanProgress Progress => progress;

    /// <summary>
    /// Scans the directory, after a scan that is running; all callers of that time share one scan. It reads new and changed files.
    /// </summary>
    /// <param name="cancel">Ends the waiting, not the scan.</param>
    /// <param name="retries">Whether it also reads the files that could not be read, unless it is the first scan.</param>
    public Task<LibraryScan> ScanAsync(CancellationToken cancel, bool retries = true)
    {
        lock (gate)
        {
            waitingRetries |= retries;
            return (waiting ??= Task.Run(ScanInTurnAsync, CancellationToken.None)).WaitAsync(cancel);
        }
    }

    /// <summary>What was measured before; empty until the first scan.</summary>
    public MeasuredGains Gains => gains ?? MeasuredGains.None;

    /// <summary>Stores what was measured, and takes it into the <see cref="Catalog"/>, after a scan that is running.</summary>
    public async Task TakeGainsAsync(IReadOnlyDictionary<string, double?> measured, CancellationToken cancel)
    {
        await oneScan.WaitAsync(cancel);
        try
        {
            StoreGains(measured);
            catalog = catalog.With(Gains);
        }
        finally
        {
            oneScan.Release();
        }
    }

    /// <summary>Stores what was measured for the next start.</summary>
    public void StoreGains(IReadOnlyDictionary<string, double?> measured)
    {
        if (measured.Count == 0) return;

        gains = Gains.With(measured, id => catalog.Find(id) is not null);
        if (gains.Save() is { } reason) LogGainsNotStored(reason);
    }

    public void Dispose() => stopping.Cancel();

    /// <summary>The file of a track, or null. Only ids of the last scan are known: no id ever becomes a path.</summary>
    public TrackFile? Locate(string trackId) => catalog.Find(trackId);

    private async Task<LibraryScan> ScanInTurnAsync()
    {
        await oneScan.WaitAsync(stopping.Token);
        try
        {
            bool retries;
            lock (gate)
            {
                (waiting, retries, waitingRetries) = (null, waitingRetries && isWhole, false);
            }

            return await ScanOnceAsync(retries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed($"The music cannot be scanned ({TagReader.CleanName(e.Message).TrimEnd('.')}).");
        }
        finally
        {
            progress = ScanProgress.None;
            oneScan.Release();
        }
    }

    private async Task<LibraryScan> ScanOnceAsync(bool retries)
    {
        var started = Stopwatch.GetTimestamp();
        var root = AudioDirectory.Choose(options.Value.AudioDir);
        if (AudioDirectory.Problem(root) is { } problem) return Failed(problem);

        if (root == AudioDirectory.Demo)
        {
            LogDemo();
        }

        var cachePath = options.Value.LibraryCache ?? ScanCache.DefaultPath(root);
        gains ??= MeasuredGains.Load(cachePath);
        var skipped = new List<UnreadableFile>();
        var playlists = new List<FoundFile>();
        var loading = Task.Run(() =>
        {
            var stored = cachePath is null ? [] : ScanCache.Load(cachePath);
            // What will be served, if nothing has changed: made while the directory is walked, which still fills the list of playlists.
            return (stored, KnownIn(stored, retries), CatalogOf(stored));
        });
        var found = AudioDirectory.Walk(root, skipped, playlists).Take(AudioDirectory.MaxFiles).ToList();
        if (found.Count == AudioDirectory.MaxFiles)
        {
            LogTooMany(root, AudioDirectory.MaxFiles);
        }

        var (files, known, now) = await loading;
        var unread = found.FindAll(file => !known.ContainsKey(file));
        var before = catalog;
        if (unread.Count > 0 || files.Count != found.Count)
        {
            found = [.. found.OrderBy(file => NaturalOrder.KeyOf(file.RelativePath), StringComparer.Ordinal)];
            unread = found.FindAll(file => !known.ContainsKey(file));
            await ReadAsync(root, unread, known, () => catalog = CatalogOf(
                [.. found.Where(known.ContainsKey).Select(file => known[file])]));
            files = found.ConvertAll(file => known[file]);
            now = CatalogOf(files);
            if (cachePath is not null && ScanCache.Save(cachePath, files) is { } reason)
            {
                LogNotStored(cachePath, reason);
            }
        }

        unreadable = [.. skipped, .. files.Where(file => file.Metadata.Problem is not null)
            .Select(file => new UnreadableFile(TagReader.CleanName(file.File.RelativePath), file.Metadata.Problem!))];
        catalog = now;
        isWhole = true;
        if (unreadable.Count > 0)
        {
            LogUnreadable(unreadable.Count, unreadable[0].Path, unreadable[0].Reason);
        }

        var scan = new LibraryScan(now.Tracks.Count, unread.Count, now.CountMissingIn(before), before.CountMissingIn(now), null)
        {
            PlaylistsChanged = !playlists.ToHashSet().SetEquals(before.Playlists),
        };
        LogScanned(scan.Tracks, root, scan.Read, scan.Added, scan.Removed, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return scan;

        TrackCatalog CatalogOf(List<ScannedFile> scanned) => new(root, scanned, ffmpeg.Exists, playlists, gains);
    }

    private static Dictionary<FoundFile, ScannedFile> KnownIn(List<ScannedFile> stored, bool retries)
    {
        var known = new Dictionary<FoundFile, ScannedFile>(stored.Count);
        foreach (var file in stored)
        {
            if (!retries || file.Metadata.Problem is null) known[file.File] = file;
        }

        return known;
    }

    /// <summary>Reads files into <paramref name="known"/>. While it is the first scan, now and then a part of it is shown.</summary>
    private async Task ReadAsync(string root, List<FoundFile> unread, Dictionary<FoundFile, ScannedFile> known, Action showPart)
    {
        var scanner = new TagScanner(root, unread, count => Report(count, unread.Count));
        var reading = scanner.RunAsync(stopping.Token);
        var shown = known.Count;
        for (var wait = FirstPart; !isWhole && await Task.WhenAny(reading, Delay(wait)) != reading; wait *= 2)
        {
            Add(scanner.ReadSoFar);
            if (known.Count < shown + (scanner.HasOnlySlowLeft ? 1 : LeastPart)) continue;

            shown = known.Count;
            showPart();
            await Grown();
        }

        Add(await reading);

        Task Delay(TimeSpan wait) => Task.Delay(wait, time ?? TimeProvider.System, stopping.Token);

        void Add(IEnumerable<ScannedFile> read)
        {
            foreach (var file in read) known[file.File] = file;
        }
    }

    private void Report(int read, int total)
    {
        progress = new(read, total);
        if (read % LogEvery == 0)
        {
            LogProgress(read, total);
        }
    }

    private LibraryScan Failed(string problem) => new(catalog.Tracks.Count, 0, 0, 0, problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "No music in ~/Music and no --AudioDir: playing the demo library")]
    private partial void LogDemo();

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Count} of {Total} files")]
    private partial void LogProgress(int count, int total);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Tracks} tracks in {AudioDir}: {Read} files read, {Added} added, {Removed} removed, {ElapsedMs:F0} ms")]
    private partial void LogScanned(int tracks, string audioDir, int read, int added, int removed, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{AudioDir} holds more than {Limit} audio files; the rest is left out")]
    private partial void LogTooMany(string audioDir, int limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} files or folders cannot be read, among them {Path}: {Reason}")]
    private partial void LogUnreadable(int count, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scan cannot be stored in {CachePath} ({Reason}); each start reads all files")]
    private partial void LogNotStored(string cachePath, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The loudness of songs cannot be stored ({Reason}); it is measured again")]
    private partial void LogGainsNotStored(string reason);
}
