using CoListen.Api.Library.Loudness;
using CoListen.Api.Library.Scan;
using CoListen.Silo.Sessions;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Library;

/// <summary>A track and the version of the file that it stands for.</summary>
internal sealed class TrackFile(
    string root, ScannedFile scanned, string trackId, bool hasFfmpeg = false, double? measuredGainDb = null)
{
    private static readonly IReadOnlyList<string> Mp4 = ["mp4"];

    private readonly FoundFile version = scanned.File;

    public string Path => System.IO.Path.Join(root, scanned.File.RelativePath);

    /// <summary>The time of its last change, in the whole seconds of HTTP.</summary>
    public DateTimeOffset Modified => new(version.ModifiedTicks - (version.ModifiedTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>Where its cover lies in it; null if it has none.</summary>
    public Cover? Cover => scanned.Metadata.Cover;

    /// <summary>The track that the file and its metadata make.</summary>
    public Track Track { get; } = new(
        trackId,
        TagReader.CleanName(System.IO.Path.GetFileName(scanned.File.RelativePath)),
        scanned.File.Size,
        AudioFormat.Of(scanned.File.RelativePath)!.Mime,
        scanned.Metadata.Duration,
        scanned.Metadata.Tags,
        scanned.Metadata.Cover is { } cover ? "/cover/" + cover.Hash : null,
        scanned.Metadata.GainDb ?? measuredGainDb,
        hasFfmpeg && scanned.HasMp4Form ? Mp4 : null);

    /// <summary>What was scanned.</summary>
    public ScannedFile Scanned => scanned;

    /// <summary>
    /// Opens the file that was scanned, for reading at offsets; the caller closes it. Null if it was replaced, changed or removed since, or
    /// if a link took the place of one of its folders: other bytes are never sent under this id.
    /// </summary>
    /// <exception cref="BadHttpRequestException">503: there are no descriptors left, or the disk fails.</exception>
    public SafeFileHandle? Open()
    {
        var file = new FileInfo(Path);

        // Asked before it is opened: opening a pipe would wait for ever.
        if (!file.Exists || file.Length != version.Size) return null;

        try
        {
            const FileOptions options = FileOptions.Asynchronous | FileOptions.SequentialScan;
            var handle = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);
            if (IsStill(handle) && !IsBehindLink()) return handle;

            handle.Dispose();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // Removed since it was asked for, or no longer ours to read.
        }
        catch (IOException e)
        {
            throw new BadHttpRequestException("The file cannot be opened now.", StatusCodes.Status503ServiceUnavailable, e);
        }

        return null;
    }

    /// <summary>Whether the version that was scanned is at its path.</summary>
    public bool IsInPlace =>
        new FileInfo(Path) is { Exists: true } now && now.Length == version.Size && now.LastWriteTimeUtc.Ticks == version.ModifiedTicks;

    /// <summary>Whether an open file is still the version that was scanned.</summary>
    public bool IsStill(SafeFileHandle handle) =>
        RandomAccess.GetLength(handle) == version.Size && File.GetLastWriteTimeUtc(handle).Ticks == version.ModifiedTicks;

    // The scan followed no link; the audio directory itself may be one.
    private bool IsBehindLink()
    {
        for (var path = version.RelativePath; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
        {
            if (new FileInfo(System.IO.Path.Join(root, path)).LinkTarget is not null) return true;
        }

        return false;
    }
}

/// <summary>The tracks of one scan; immutable.</summary>
internal sealed class TrackCatalog
{
    public static readonly TrackCatalog Empty = new("", []);

    private readonly Dictionary<string, TrackFile> byId;
    private readonly Dictionary<string, TrackFile> byCover = new(StringComparer.Ordinal);
    private readonly Lazy<string> eTag;
    private readonly Lazy<MusicGroups> groups;

    private readonly Func<MeasuredGains, TrackCatalog> with;

    public TrackCatalog(
        string root,
        IReadOnlyCollection<ScannedFile> scanned,
        bool hasFfmpeg = false,
        IReadOnlyCollection<FoundFile>? playlists = null,
        MeasuredGains? gains = null)
    {
        with = measured => new(root, scanned, hasFfmpeg, playlists, measured);
        byId = new Dictionary<string, TrackFile>(scanned.Count, StringComparer.Ordinal);
        Tracks = Array.AsReadOnly([.. scanned.Select(file => Add(root, file, hasFfmpeg, gains ?? MeasuredGains.None))]);
        eTag = new(MakeETag);
        Playlists = playlists ?? [];
        groups = new(() => new(root, this, Playlists));
    }

    public IReadOnlyList<Track> Tracks { get; }

    /// <summary>The playlist files that were found.</summary>
    public IReadOnlyCollection<FoundFile> Playlists { get; }

    /// <summary>What of it may be chosen, made when it is asked for first.</summary>
    public MusicGroups Groups => groups.Value;

    /// <summary>The ids of the tracks that are in any of these, see <see cref="MusicGroups.Select"/>; nothing chosen: all.</summary>
    public IReadOnlyList<string> Select(IReadOnlyList<MusicChoice> music) =>
        music.Count > 0 ? Groups.Select(music) : [.. Tracks.Select(track => track.TrackId)];

    /// <summary>A hash of the list as it is sent, for its ETag (RFC 9110): the same after a restart.</summary>
    public string ETag => eTag.Value;

    /// <summary>The same tracks with these gains, where their tags say none.</summary>
    public TrackCatalog With(MeasuredGains gains) => with(gains);

    /// <summary>The file of a track, or null. Any string may be asked for.</summary>
    public TrackFile? Find(string trackId) => byId.GetValueOrDefault(trackId);

    /// <summary>A file with this cover, or the file of a track; null if there is neither. Any string may be asked for.</summary>
    public TrackFile? FindCover(string id) => byCover.GetValueOrDefault(id) ?? Find(id);

    private string MakeETag()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var track in Tracks)
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(track, IndexJson.Default.Track));
        }

        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(..16))}\"";
    }

    private Track Add(string root, ScannedFile file, bool hasFfmpeg, MeasuredGains gains)
    {
        var id = file.ShortHash;
        // A longer beginning where two are the same.
        while (byId.ContainsKey(id)) id = file.File.Hash()[..(id.Length + 1)];
        var added = byId[id] = new TrackFile(root, file, id, hasFfmpeg, gains.Find(id));
        if (added.Cover is { } cover) byCover.TryAdd(cover.Hash, added);
        return added.Track;
    }

    /// <summary>How many of these tracks another catalog lacks.</summary>
    public int CountMissingIn(TrackCatalog other) => byId.Keys.Count(id => !other.byId.ContainsKey(id));
}
