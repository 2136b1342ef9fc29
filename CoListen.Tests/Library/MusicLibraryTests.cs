using CoListen.Api.Library;

namespace CoListen.Tests.Library;

public sealed class MusicLibraryTests : IDisposable
{
    private static readonly byte[] NotAudio = "<html>This is no music.</html>"u8.ToArray();

    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Tracks_come_by_name_from_all_folders_with_all_that_is_known_of_them()
    {
        folder.AddSample("tide.mp3", "b/10.mp3");
        folder.AddSample("tide.flac", "b/9.flac");
        folder.AddSample("tide.aac", "a.AAC");
        folder.Add("notes.txt", NotAudio);

        var library = await ScannedAsync();

        Assert.Equal(["a.AAC", "9.flac", "10.mp3"], library.Tracks.Select(track => track.FileName));
        Assert.Equal(["audio/aac", "audio/flac", "audio/mpeg"], library.Tracks.Select(track => track.Mime));
        var mp3 = library.Tracks[2];
        Assert.Equal(new FileInfo(Path.Combine(folder.Audio, "b/10.mp3")).Length, mp3.Size);
        Assert.Equal("Tide", mp3.Tags?.Title);
        Assert.Equal($"/cover/{mp3.TrackId}", mp3.CoverUrl);
        Assert.Same(mp3, library.Locate(mp3.TrackId)?.Track);
    }

    [Theory]
    [InlineData("odd.mp3", "audio/mpeg")]
    [InlineData("odd.flac", "audio/flac")]
    [InlineData("odd.ogg", "audio/ogg")]
    [InlineData("odd.opus", "audio/ogg")]
    [InlineData("odd.m4a", "audio/mp4")]
    [InlineData("odd.wav", "audio/wav")]
    [InlineData("odd.webm", "audio/webm")]
    [InlineData("odd.aiff", "audio/aiff")]
    [InlineData("odd.wma", "audio/x-ms-wma")]
    public async Task A_file_that_is_no_audio_is_listed_by_its_name(string name, string mime)
    {
        folder.Add(name, NotAudio);
        folder.Add("empty-" + name, []);

        var library = await ScannedAsync();

        Assert.Equal([(0, mime), (NotAudio.Length, mime)], library.Tracks.Select(track => (track.Size, track.Mime)));
        Assert.All(library.Tracks, track => Assert.Null(track.Tags ?? (object?)track.Duration ?? track.CoverUrl));
    }

    [Fact]
    public async Task Hidden_files_and_links_are_left_out()
    {
        folder.AddSample("tide.mp3");
        folder.AddSample("tide.mp3", ".hidden.mp3");
        folder.AddSample("tide.mp3", ".hidden/a.mp3");
        Directory.CreateDirectory(Path.Combine(folder.Outside, "secret"));
        File.Copy(MusicFolder.Sample("tide.mp3"), Path.Combine(folder.Outside, "secret/secret.mp3"));
        File.CreateSymbolicLink(Path.Combine(folder.Audio, "link.mp3"), Path.Combine(folder.Outside, "secret/secret.mp3"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Audio, "links"), Path.Combine(folder.Outside, "secret"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Audio, "loop"), folder.Audio);

        Assert.Equal("tide.mp3", Assert.Single((await ScannedAsync()).Tracks).FileName);
    }

    [Fact]
    public async Task An_empty_directory_is_an_empty_library()
    {
        using var library = folder.Library();

        Assert.Equal(new LibraryScan(0, 0, 0, 0, null), await library.ScanAsync(Cancel));
        Assert.Empty(library.Tracks);
    }

    [Fact]
    public async Task A_directory_that_is_none_is_told_in_a_sentence_and_changes_nothing()
    {
        using var missing = folder.Library(Path.Combine(folder.Outside, "nowhere"));
        using var file = folder.Library(folder.AddSample("tide.mp3"));

        Assert.Contains("does not exist", (await missing.ScanAsync(Cancel)).Error, StringComparison.Ordinal);
        Assert.Contains("is a file", (await file.ScanAsync(Cancel)).Error, StringComparison.Ordinal);

        using var library = folder.Library();
        await library.ScanAsync(Cancel);
        Directory.Delete(folder.Audio, recursive: true);
        Assert.NotNull((await library.ScanAsync(Cancel)).Error);
        Assert.Single(library.Tracks);
    }

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
    [InlineData("{\"Version\":2,\"Files\":[null]}")]
    [InlineData("{\"Version\":2,\"Files\":[{\"RelativePath\":\"tide.mp3\"}]}")]
    [InlineData("{\"Version\":1,\"Files\":[]}")]
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
    public async Task A_cache_that_is_cut_is_not_believed_and_a_flipped_bit_stops_no_scan()
    {
        folder.AddSample("tide.mp3");
        folder.AddSample("tide.flac");
        var before = await ScannedAsync();
        var whole = await File.ReadAllBytesAsync(folder.Cache, Cancel);
        for (var at = 0; at < whole.Length; at += 37)
        {
            await File.WriteAllBytesAsync(folder.Cache, whole[..at], Cancel);
            using var library = folder.Library();
            Assert.Equal(2, (await library.ScanAsync(Cancel)).Read);
            Assert.Equal(before.Tracks, library.Tracks);

            await File.WriteAllBytesAsync(folder.Cache, [.. whole[..at], (byte)(whole[at] ^ 1), .. whole[(at + 1)..]], Cancel);
            await library.ScanAsync(Cancel);
            Assert.Equal(before.Tracks.Select(track => track.TrackId), library.Tracks.Select(track => track.TrackId));
        }
    }

    [Fact]
    public async Task Names_with_odd_characters_are_remembered_too()
    {
        folder.AddSample("tide.mp3", "tab\there.mp3");
        folder.AddSample("tide.mp3", "line\nbreak.mp3");
        folder.AddSample("tide.mp3", "Blåbær 🎶 \"quoted\" <b>.mp3");
        var first = await ScannedAsync();
        var second = await ScannedAsync();

        Assert.Equal(["Blåbær 🎶 \"quoted\" <b>.mp3", "linebreak.mp3", "tabhere.mp3"], first.Tracks.Select(track => track.FileName).Order(StringComparer.Ordinal));
        Assert.Equal(first.Tracks, second.Tracks);
    }

    [Fact]
    public async Task A_rescan_finds_what_is_new_drops_what_is_gone_and_says_so()
    {
        var gone = folder.AddSample("tide.mp3", "gone.mp3");
        folder.AddSample("tide.mp3", "stays.mp3");
        using var library = folder.Library();
        await library.ScanAsync(Cancel);
        var stays = library.Tracks[1];

        File.Delete(gone);
        folder.AddSample("tide.flac", "new.flac");
        var scan = await library.ScanAsync(Cancel);

        Assert.Equal(new LibraryScan(2, 1, 1, 1, null), scan);
        Assert.Equal(["new.flac", "stays.mp3"], library.Tracks.Select(track => track.FileName));
        Assert.Equal(stays, library.Tracks[1]);
    }

    [Fact]
    public async Task A_replaced_file_is_another_track()
    {
        var path = folder.AddSample("tide.mp3");
        using var library = folder.Library();
        await library.ScanAsync(Cancel);
        var before = Assert.Single(library.Tracks);

        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));
        await library.ScanAsync(Cancel);

        Assert.Null(library.Locate(before.TrackId));
        Assert.Equal(before.FileName, Assert.Single(library.Tracks).FileName);
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
