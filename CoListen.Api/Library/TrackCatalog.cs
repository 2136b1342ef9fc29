using CoListen.Api.Library.Scan;

namespace CoListen.Api.Library;

/// <summary>The tracks of one scan; immutable.</summary>
internal sealed class TrackCatalog
{
    public static readonly TrackCatalog Empty = new("", []);

    private readonly Dictionary<string, TrackFile> byId;

    /// <param name="root">The audio directory.</param>
    /// <param name="scanned">Its files, in playing order.</param>
    public TrackCatalog(string root, IReadOnlyCollection<ScannedFile> scanned)
    {
        byId = new Dictionary<string, TrackFile>(scanned.Count, StringComparer.Ordinal);
        Tracks = Array.AsReadOnly([.. scanned.Select(file => (byId[file.TrackId] = new TrackFile(root, file)).Track)]);
    }

    public IReadOnlyList<Track> Tracks { get; }

    /// <summary>The file of a track, or null. Any string may be asked for.</summary>
    public TrackFile? Find(string trackId) => byId.GetValueOrDefault(trackId);

    /// <summary>How many of these tracks another catalog lacks.</summary>
    public int CountMissingIn(TrackCatalog other) => byId.Keys.Count(id => !other.byId.ContainsKey(id));
}
