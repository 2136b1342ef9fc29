using CoListen.Api.Library;
using CoListen.Silo.Sessions;

namespace CoListen.Tests.Library;

public sealed class MusicGroupsTests : IDisposable
{
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Folders_albums_and_artists_are_counted_and_folders_have_what_is_below_them()
    {
        folder.AddTagged("Jazz/Live/one.mp3", "Ana", "Duets");
        folder.AddTagged("Jazz/two.mp3", "Ana", "duets");
        folder.AddTagged("Rock/three.mp3", null, "Duets");
        folder.AddTagged("four.mp3", "Ben", null);

        var groups = (await CatalogAsync()).Groups;

        Assert.Equal([new("Jazz", 2), new("Jazz/Live", 1), new("Rock", 1)], groups.Folders);
        Assert.Equal([new("Duets", 2), new("duets", 1)], groups.Albums);
        Assert.Equal([new("Ana", 2), new("Ben", 1)], groups.Artists);
        Assert.Empty(groups.Playlists);
    }

    [Fact]
    public async Task What_is_chosen_is_the_union_in_the_order_of_the_library()
    {
        folder.AddTagged("Jazz/one.mp3", "Ana", "Duets");
        folder.AddTagged("Jazzy/two.mp3", "Ben", "Solo");
        folder.AddTagged("Rock/three.mp3", "Ana", "Solo");
        folder.AddTagged("Rock/zero.mp3", "Cas", "Trio");

        var catalog = await CatalogAsync();

        Assert.Equal(["Jazz/one.mp3"], Chosen(catalog, new MusicChoice(Folder: "Jazz")));
        Assert.Equal(
            ["Jazz/one.mp3", "Jazzy/two.mp3", "Rock/three.mp3"],
            Chosen(catalog, new(Album: "Solo"), new(Folder: "Jazz"), new(Artist: "Ana"), new(Album: "gone")));
        Assert.Equal(catalog.Tracks.Select(track => track.TrackId), catalog.Select([]));
        Assert.Empty(catalog.Select([new(Artist: "Jazz")]));
    }

    [Fact]
    public async Task A_playlist_keeps_its_order_and_is_called_like_its_file_or_by_its_path_where_two_share_that()
    {
        folder.AddTagged("a.mp3", null, null);
        folder.AddTagged("Jazz/b.mp3", null, null);
        folder.AddTagged("Jazz/c.mp3", null, null);
        folder.Add("Tonight.m3u", "Jazz/c.mp3\na.mp3\nJazz/c.mp3\n"u8.ToArray());
        folder.Add("Jazz/Mix.m3u8", "c.mp3\n../a.mp3\nb.mp3\nmissing.mp3\n"u8.ToArray());
        folder.Add("Mix.pls", "[playlist]\nFile1=Jazz\\b.mp3\nTitle1=B\nfile2 = a.mp3\nNumberOfEntries=2\n"u8.ToArray());
        folder.Add("empty.m3u", "nothing.mp3\n"u8.ToArray());

        var catalog = await CatalogAsync();

        Assert.Equal([new("Jazz/Mix.m3u8", 3), new("Mix.pls", 2), new("Tonight", 2)], catalog.Groups.Playlists);
        Assert.Equal(["Jazz/c.mp3", "a.mp3"], Chosen(catalog, new MusicChoice(Playlist: "Tonight")));
        Assert.Equal(["Jazz/c.mp3", "a.mp3", "Jazz/b.mp3"], Chosen(catalog, new MusicChoice(Playlist: "Jazz/Mix.m3u8")));
        Assert.Equal(
            ["a.mp3", "Jazz/b.mp3", "Jazz/c.mp3"],
            Chosen(catalog, new(Playlist: "Tonight"), new(Folder: "Jazz")).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Empty(catalog.Select([new(Playlist: "Mix")]));
    }

    [Fact]
    public async Task A_playlist_that_was_edited_is_followed()
    {
        folder.AddTagged("a.mp3", null, null);
        folder.Add("Tonight.m3u", "b.mp3\n"u8.ToArray());
        using var library = folder.Library();
        await library.ScanAsync(Cancel);
        Assert.Empty(library.Catalog.Groups.Playlists);
        Assert.False((await library.ScanAsync(Cancel)).PlaylistsChanged);

        folder.Add("Tonight.m3u", "b.mp3\na.mp3\n"u8.ToArray());

        Assert.True((await library.ScanAsync(Cancel)).PlaylistsChanged);
        Assert.Equal([new("Tonight", 1)], library.Catalog.Groups.Playlists);
    }

    public void Dispose() => folder.Dispose();

    private async Task<TrackCatalog> CatalogAsync()
    {
        using var library = folder.Library();
        await library.ScanAsync(Cancel);
        return library.Catalog;
    }

    private static IEnumerable<string> Chosen(TrackCatalog catalog, params MusicChoice[] music) =>
        catalog.Select(music).Select(id => catalog.Find(id)!.Scanned.File.RelativePath);
}
