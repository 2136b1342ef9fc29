using CoListen.Api.Library.Scan;

namespace CoListen.Api.Library;

/// <summary>The tracks of one scan, never changed: a reader holds one from start to end.</summary>
internal sealed class TrackCatalog
{
    public static readonly TrackCatalog Empty = new("", []);

    private readonly Dictionary<string, TrackFile> byId;
    private readonly Dictionary<string, ScannedFile> byPath;

    /// <param name="root">The audio directory.</param>
    /// <param name="scanned">Its files, in playing order.</param>
    public TrackCatalog(string root, List<ScannedFile> scanned)
    {
        byId = new Dictionary<string, TrackFile>(scanned.Count, StringComparer.Ordinal);
        byPath = new Dictionary<string, ScannedFile>(scanned.Count, StringComparer.Ordinal);
        var tracks = new Track[scanned.Count];
        for (var i = 0; i < tracks.Length; i++)
        {
            var file = new TrackFile(root, scanned[i]);
            byId[scanned[i].TrackId] = file;
            byPath[scanned[i].RelativePath] = scanned[i];
            tracks[i] = file.Track;
        }

        Tracks = Array.AsReadOnly(tracks);
    }

    public IReadOnlyList<Track> Tracks { get; }

    public TrackFile? Find(string trackId) => byId.GetValueOrDefault(trackId);

    /// <summary>What was said by the version of a file that was found now; null if that version was not scanned.</summary>
    public ScannedFile? Find(FoundFile file) => byPath.GetValueOrDefault(file.RelativePath) is { } scanned && scanned.Is(file) ? scanned : null;

    public int CountMissingIn(TrackCatalog other) => other.byId.Count == 0 ? byId.Count : byId.Keys.Count(id => !other.byId.ContainsKey(id));
}
