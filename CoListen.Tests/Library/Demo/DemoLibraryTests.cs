using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Demo;

public sealed class DemoLibraryTests : IDisposable
{
    private readonly MusicFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_five_tagged_pieces_with_covers()
    {
        using var library = folder.Library(AudioDirectory.Demo);

        Assert.Null((await library.ScanAsync(TestContext.Current.CancellationToken)).Error);

        Assert.Equal([1, 2, 3, 4, 5], library.Tracks.Select(track => track.Tags!.TrackNumber!.Value));
        Assert.Equal(5, library.Tracks.DistinctBy(track => track.Tags!.Artist).Count());
        Assert.All(library.Tracks, track =>
        {
            Assert.Equal("Five Small Rooms", track.Tags!.Album);
            Assert.InRange(track.Duration!.Value, 40, 75);
            Assert.NotNull(track.CoverUrl);
        });
    }
}
