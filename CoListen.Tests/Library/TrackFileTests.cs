using CoListen.Api.Library;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library;

public sealed class TrackFileTests
{
    [Fact]
    public void A_track_is_known_by_12_lowercase_hex_digits()
    {
        var catalog = new TrackCatalog("", [Named("a.mp3"), Named("b.mp3")]);

        Assert.All(catalog.Tracks, track => Assert.Matches("^[0-9a-f]{12}$", track.TrackId));
        Assert.Equal(2, catalog.Tracks.DistinctBy(track => track.TrackId).Count());
    }

    [Fact]
    public void A_track_whose_digits_are_taken_is_known_by_more_of_them()
    {
        var twice = Named("a.mp3");
        var catalog = new TrackCatalog("", [twice, twice, twice]);
        var hash = twice.File.Hash();

        Assert.Equal([hash[..12], hash[..13], hash[..14]], catalog.Tracks.Select(track => track.TrackId));
    }

    private static ScannedFile Named(string path) => new(new FoundFile(path, 1, 2), FileMetadata.None);
}
