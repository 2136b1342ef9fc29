using CoListen.Api.Library;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

public sealed class ScanCacheTests : IDisposable
{
    private static readonly byte[] NotAudio = "<html>This is no music.</html>"u8.ToArray();

    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_unchanged_library_is_not_read_again_and_looks_the_same()
    {
        folder.AddSample("tide.mp3");
        folder.AddSample("tide.flac");
        folder.Add("odd.mp3", NotAudio);
        using var first = folder.Library();
        using var second = folder.Library();

        Assert.Equal(3, (await first.ScanAsync(Cancel)).Read);
        Assert.Equal(0, (await second.ScanAsync(Cancel)).Read);

        Assert.Equal(first.Tracks, second.Tracks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Version\":5,\"Files\":[]}")]
    [InlineData("colisten-scan-1 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n")]
    public async Task A_damaged_cache_costs_only_a_scan(string damaged)
    {
        folder.AddSample("tide.mp3");
        var before = await ScannedAsync();
        await File.WriteAllTextAsync(folder.Cache, damaged, Cancel);
        using var library = folder.Library();

        Assert.Equal(1, (await library.ScanAsync(Cancel)).Read);
        Assert.Equal(before.Tracks, library.Tracks);
    }

    [Fact]
    public async Task A_cache_that_is_cut_or_has_a_flipped_bit_is_not_believed()
    {
        folder.AddSample("tide.mp3");
        var before = await ScannedAsync();
        var whole = await File.ReadAllBytesAsync(folder.Cache, Cancel);
        for (var at = 0; at < whole.Length; at++)
        {
            await File.WriteAllBytesAsync(folder.Cache, whole[..at], Cancel);
            Assert.Empty(ScanCache.Load(folder.Cache));

            await File.WriteAllBytesAsync(folder.Cache, [.. whole[..at], (byte)(whole[at] ^ 1), .. whole[(at + 1)..]], Cancel);
            Assert.Empty(ScanCache.Load(folder.Cache));
        }

        await ScannedAsync();
        Assert.Equal(before.Tracks, (await ScannedAsync()).Tracks);
    }

    [Fact]
    public async Task A_cache_that_says_a_file_twice_is_read()
    {
        folder.AddSample("tide.mp3");
        var before = await ScannedAsync();
        Assert.Null(ScanCache.Save(folder.Cache, [.. Enumerable.Repeat(Assert.Single(ScanCache.Load(folder.Cache)), 2)]));

        Assert.Equal(before.Tracks, (await ScannedAsync()).Tracks);
    }

    [Fact]
    public async Task Names_with_odd_characters_are_remembered_too()
    {
        folder.AddSample("tide.mp3", "tab\there.mp3");
        folder.AddSample("tide.mp3", "line\nbreak.mp3");
        folder.AddSample("tide.mp3", "Blåbær 🎶 \"quoted\" <b>.mp3");
        var first = await ScannedAsync();
        var second = await ScannedAsync();

        Assert.Equal(
            ["Blåbær 🎶 \"quoted\" <b>.mp3", "linebreak.mp3", "tabhere.mp3"],
            first.Tracks.Select(track => track.FileName).Order(StringComparer.Ordinal));
        Assert.Equal(first.Tracks, second.Tracks);
    }

    [Fact]
    public async Task What_could_not_be_read_is_remembered_and_tried_again_when_somebody_asks()
    {
        folder.Add("slow.mp3", MusicFolder.SlowMp3());
        using var first = folder.Library();
        using var restarted = folder.Library();

        Assert.Equal(1, (await first.ScanAsync(Cancel)).Read);
        Assert.Equal(0, (await restarted.ScanAsync(Cancel)).Read);
        Assert.Equal(new UnreadableFile("slow.mp3", "Reading its tags takes too long."), Assert.Single(restarted.Unreadable));
        Assert.Equal(0, (await restarted.ScanAsync(Cancel, retries: false)).Read);
        Assert.Equal(1, (await restarted.ScanAsync(Cancel)).Read);
        Assert.Single(restarted.Tracks);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_does_not_stop_the_scan()
    {
        folder.AddSample("tide.mp3");
        await File.WriteAllTextAsync(Path.GetDirectoryName(folder.Cache)!, "in the way", Cancel);

        Assert.Single((await ScannedAsync()).Tracks);
    }

    private async Task<MusicLibrary> ScannedAsync()
    {
        using var library = folder.Library();
        Assert.Null((await library.ScanAsync(Cancel)).Error);
        return library;
    }
}
