using CoListen.Api.Library;
using CoListen.Api.Library.Scan;
using SkiaSharp;

namespace CoListen.Tests.Library;

public sealed class ThumbnailsTests : IDisposable
{
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Many_who_ask_for_one_picture_have_it_made_once()
    {
        using var thumbnails = Through("exec tee -a asked | exec dotnet $0 --tag-worker");
        var file = await TrackAsync("a.mp3", SKColors.Blue);

        var all = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => thumbnails.GetAsync(file, 64 << (i % 2), Cancel)));

        Assert.All(all, Assert.NotNull);
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(folder.Audio, "asked"), Cancel)).Length);
    }

    [Fact]
    public async Task A_worker_that_died_while_it_had_nothing_to_do_costs_nothing()
    {
        using var thumbnails = Through("echo $$ > pid; exec dotnet $0 --tag-worker");
        var file = await TrackAsync("a.mp3", SKColors.Blue);
        await thumbnails.GetAsync(file, 64, Cancel);

        folder.Shell("kill -9 $(cat pid)");

        Assert.NotNull(await thumbnails.GetAsync(file, 128, Cancel));
    }

    [Fact]
    public async Task A_picture_that_ends_its_worker_is_none_and_the_next_one_is_made()
    {
        using var thumbnails = Through("if mkdir once; then read line; kill -9 $$; fi; exec dotnet $0 --tag-worker");
        var (deadly, sound) = (await TrackAsync("a.mp3", SKColors.Blue), await TrackAsync("b.mp3", SKColors.Green));

        Assert.Null(await thumbnails.GetAsync(deadly, 64, Cancel));
        Assert.NotNull(await thumbnails.GetAsync(sound, 64, Cancel));
        Assert.Null(await thumbnails.GetAsync(deadly, 128, Cancel));
    }

    [Fact]
    public async Task A_picture_that_takes_too_long_is_none_and_the_next_one_is_made()
    {
        using var thumbnails = Through("if mkdir once; then while :; do :; done; fi; exec dotnet $0 --tag-worker");
        var (slow, sound) = (await TrackAsync("a.mp3", SKColors.Blue), await TrackAsync("b.mp3", SKColors.Green));

        Assert.Null(await thumbnails.GetAsync(slow, 64, Cancel));
        Assert.NotNull(await thumbnails.GetAsync(sound, 64, Cancel));
    }

    [Fact]
    public async Task A_picture_of_a_file_that_was_replaced_is_not_taken_for_one_that_does_not_decode()
    {
        using var thumbnails = new Thumbnails();
        var file = await TrackAsync("a.mp3", SKColors.Blue);
        var bytes = await File.ReadAllBytesAsync(file.Path, Cancel);
        await File.WriteAllBytesAsync(file.Path, [1, 2, 3], Cancel);

        Assert.Null(await thumbnails.GetAsync(file, 64, Cancel));
        await File.WriteAllBytesAsync(file.Path, bytes, Cancel);
        Assert.NotNull(await thumbnails.GetAsync(file, 64, Cancel));
    }

    private async Task<TrackFile> TrackAsync(string name, SKColor colour)
    {
        folder.AddWithCover(name, Pictures.Of(SKEncodedImageFormat.Jpeg, middle: colour));
        using var library = folder.Library();
        await library.ScanAsync(Cancel);
        return library.Locate(library.Tracks.Single(track => track.FileName == name).TrackId)!;
    }

    // A worker behind a script, which runs in the audio directory.
    private Thumbnails Through(string script) => new(() => new(
        new("bash", ["-c", script, typeof(TagWorker).Assembly.Location]) { WorkingDirectory = folder.Audio }));
}
