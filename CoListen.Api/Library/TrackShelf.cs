namespace CoListen.Api.Library;

/// <summary>The tracks of one scan, never changed: a reader holds one from start to end.</summary>
internal sealed class TrackShelf
{
    public static readonly TrackShelf Empty = new([]);

    private readonly Dictionary<string, TrackFile> byId;

    public TrackShelf(IEnumerable<TrackFile> files)
    {
        var inOrder = files.ToList();
        byId = new Dictionary<string, TrackFile>(inOrder.Count, StringComparer.Ordinal);
        foreach (var file in inOrder)
        {
            byId[file.Track.TrackId] = file;
        }

        Tracks = inOrder.ConvertAll(file => file.Track).AsReadOnly();
    }

    public IReadOnlyList<Track> Tracks { get; }

    public TrackFile? Find(string trackId) => byId.GetValueOrDefault(trackId);

    public int CountMissingIn(TrackShelf other) => byId.Keys.Count(id => !other.byId.ContainsKey(id));
}
