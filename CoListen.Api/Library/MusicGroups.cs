using CoListen.Api.Library.Scan;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Library;

/// <summary>Something that may be chosen, as <c>GET /host/music</c> lists it.</summary>
/// <param name="Name">What it is called; unique among its kind.</param>
/// <param name="Tracks">How many tracks it has.</param>
internal sealed record MusicGroup(string Name, int Tracks);

/// <summary>The folders, albums, artists and playlists of a catalog: what may be chosen for a room. Only groups with tracks.</summary>
internal sealed class MusicGroups
{
    private readonly TrackCatalog catalog;

    // By the place in the catalog, once each; those of a playlist in its order, all others in the catalog's.
    private readonly Dictionary<MusicChoice, List<int>> places = [];

    public MusicGroups(string root, TrackCatalog catalog, IReadOnlyCollection<FoundFile> playlists)
    {
        this.catalog = catalog;
        var byPath = new Dictionary<string, int>(catalog.Tracks.Count, StringComparer.Ordinal);
        foreach (var (place, track) in catalog.Tracks.Index())
        {
            var path = catalog.Find(track.TrackId)!.Scanned.File.RelativePath;
            byPath[path] = place;
            for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
            {
                Add(new(Folder: TagReader.CleanName(path[..end])), place);
            }

            if (track.Tags?.Album is { } album) Add(new(Album: album), place);
            if (track.Tags?.Artist is { } artist) Add(new(Artist: artist), place);
        }

        var shared = playlists.CountBy(NameOf, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var file in playlists.OrderBy(file => file.RelativePath, StringComparer.Ordinal))
        {
            List<int> order = [.. Playlist.Read(root, file).Where(byPath.ContainsKey).Select(path => byPath[path]).Distinct()];
            var name = shared[NameOf(file)] == 1 ? NameOf(file) : TagReader.CleanName(file.RelativePath);
            if (order.Count > 0) places.TryAdd(new(Playlist: name), order);
        }
    }

    public IReadOnlyList<MusicGroup> Folders => List(choice => choice.Folder);

    public IReadOnlyList<MusicGroup> Albums => List(choice => choice.Album);

    public IReadOnlyList<MusicGroup> Artists => List(choice => choice.Artist);

    public IReadOnlyList<MusicGroup> Playlists => List(choice => choice.Playlist);

    /// <summary>Whether there is such a group.</summary>
    public bool Has(MusicChoice choice) => places.ContainsKey(choice);

    /// <summary>The ids of the tracks that are in any of these: of one playlist in its order, else in the catalog's.</summary>
    public IReadOnlyList<string> Select(IReadOnlyList<MusicChoice> music)
    {
        var chosen = music.SelectMany(choice => places.GetValueOrDefault(choice, [])).Distinct();
        return [.. (music.Count == 1 ? chosen : chosen.Order()).Select(place => catalog.Tracks[place].TrackId)];
    }

    private void Add(MusicChoice choice, int place)
    {
        if (!places.TryGetValue(choice, out var group)) places.Add(choice, group = []);
        // Two names that differ in control characters only are one group.
        if (group.Count == 0 || group[^1] != place) group.Add(place);
    }

    private MusicGroup[] List(Func<MusicChoice, string?> nameOf) =>
        [.. places.Where(entry => nameOf(entry.Key) is not null).Select(entry => new MusicGroup(entry.Key.Name, entry.Value.Count))
            .OrderBy(group => NaturalOrder.KeyOf(group.Name), StringComparer.Ordinal)];

    private static string NameOf(FoundFile file) => TagReader.CleanName(Path.GetFileNameWithoutExtension(file.RelativePath));
}
