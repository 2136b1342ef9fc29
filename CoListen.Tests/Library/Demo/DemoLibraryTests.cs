using CoListen.Api.Library.Demo;

namespace CoListen.Tests.Library.Demo;

public sealed class DemoLibraryTests : IDisposable
{
    private readonly MusicFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_five_tagged_pieces_with_covers_and_nothing_else_is_left()
    {
        var demo = Path.Combine(folder.Outside, "share", "demo");

        DemoLibrary.Make(demo);

        using var library = folder.Library(demo);
        await library.ScanAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, library.Tracks.Count);
        Assert.Equal([1, 2, 3, 4, 5], library.Tracks.Select(track => track.Tags!.TrackNumber!.Value));
        Assert.All(library.Tracks, track =>
        {
            Assert.Equal("CoListen Demo", track.Tags!.Artist);
            Assert.InRange(track.Duration!.Value, 40, 75);
            Assert.NotNull(track.CoverUrl);
        });
        Assert.Equal(["demo"], new DirectoryInfo(Path.Combine(folder.Outside, "share")).GetFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public void A_directory_that_is_there_is_left_alone()
    {
        var demo = Directory.CreateDirectory(Path.Combine(folder.Outside, "demo")).FullName;

        DemoLibrary.Make(demo);

        Assert.Empty(Directory.GetFileSystemEntries(demo));
    }

    [Fact]
    public void The_same_piece_gives_the_same_samples_and_fades_to_silence()
    {
        var piece = DemoPiece.All[1];
        var samples = Synth.Render(piece);

        Assert.Equal(samples, Synth.Render(piece));
        Assert.Equal(0, samples[^1]);
        Assert.InRange(samples.Max(sample => Math.Abs((int)sample)), 20_000, short.MaxValue - 1);
    }
}
