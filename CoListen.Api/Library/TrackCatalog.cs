using CoListen.Api.Library.Scan;

namespace CoListen.Api.Library;

/// <summary>The tracks of one scan; immutable.</summary>
internal sealed class TrackCatalog
{
    public static readonly TrackCatalog Empty = new("", []);

    private readonly Dictionary<string, TrackFile> byId;

    /// <param name="root">The audio directory.</param>
    /// <param name="scanned">Its files, in playing order.</param>
    public TrackCatalog(string root, List<ScannedFile> scanned)
    {
        byId = new Dictionary<string, TrackFile>(scanned.Count, StringComparer.Ordinal);
        Tracks = Array.AsReadOnly([.. scanned.Select(file => (byId[file.TrackId] = new TrackFile(root, file)).Track)]);
    }

    public IReadOnlyList<Track> Tracks { get; }

    public TrackFile? Find(string trackId) => byId.GetValueOrDefault(trackId);

    public int CountMissingIn(TrackCatalog other) => other.byId.Count == 0 ? byId.Count : byId.Keys.Count(id => !other.byId.ContainsKey(id));
}
