using CoListen.Api.Library;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

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
        Assert.Equal($"/cover/{library.Locate(mp3.TrackId)!.Cover!.Hash}", mp3.CoverUrl);
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

        var track = Assert.Single((await ScannedAsync()).Tracks);

        Assert.Equal((NotAudio.Length, mime), (track.Size, track.Mime));
        Assert.Null(track.Tags ?? (object?)track.Duration ?? track.CoverUrl);
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

    [Fact(Timeout = 60_000)]
    public async Task A_long_first_scan_shows_what_it_has_found_so_far()
    {
        for (var i = 1; i <= 100; i++) folder.Add($"{i}.mp3", MusicFolder.QuickMp3());

        folder.Add("101 slow.mp3", MusicFolder.SlowMp3());
        using var library = await ScannedInPartsAsync(quick: 100, all: 101, "1.mp3 to 100.mp3");

        Assert.Equal("101 slow.mp3", library.Tracks[^1].FileName);
        Assert.True(library.IsWhole);
    }

    [Fact(Timeout = 60_000)]
    public async Task Songs_are_shown_before_a_file_ahead_of_them_that_takes_long_is_given_up()
    {
        folder.Add("0 slow.mp3", MusicFolder.SlowMp3());
        folder.Add("1.mp3", MusicFolder.QuickMp3());
        folder.Add("2.mp3", MusicFolder.QuickMp3());
        using var library = await ScannedInPartsAsync(quick: 2, all: 3, "1.mp3 to 2.mp3");

        Assert.Equal(["0 slow.mp3", "1.mp3", "2.mp3"], library.Tracks.Select(track => track.FileName));
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
    public async Task What_cannot_be_played_for_it_is_empty_or_a_pipe_is_left_out()
    {
        folder.Add("empty.mp3", []);
        folder.Shell("mkfifo pipe.mp3");

        Assert.Empty((await ScannedAsync()).Tracks);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_with_its_reason_and_the_rest_is_scanned()
    {
        folder.AddSample("tide.mp3");
        folder.Add("odd.mp3", NotAudio);
        folder.Shell("""
            touch $'\xff.mp3'; mkdir $'\xfe'
            name=$(printf '%0250d' 0); for i in {1..17}; do mkdir $name && cd $name; done
            """);

        var library = await ScannedAsync();
        folder.Shell("rm -r ./*");

        Assert.Equal(["odd.mp3", "tide.mp3"], library.Tracks.Select(track => track.FileName));
        Assert.Equal(4, library.Unreadable.Count);
        Assert.Equal("MPEG audio header not found.", library.Unreadable.Single(file => file.Path == "odd.mp3").Reason);
        Assert.Equal("Its name is not UTF-8.", library.Unreadable.Single(file => file.Path == "\uFFFD").Reason);
        Assert.Equal("Its name is not UTF-8.", library.Unreadable.Single(file => file.Path == "\uFFFD.mp3").Reason);
        Assert.Contains("too long", library.Unreadable.Single(file => file.Path.Length > 3_000).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_goes_on_when_its_asker_goes_and_those_who_ask_meanwhile_share_the_next()
    {
        folder.Add("slow.mp3", MusicFolder.SlowMp3());
        using var library = folder.Library();
        using var gone = new CancellationTokenSource();
        var asked = library.ScanAsync(gone.Token);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        var scans = await Task.WhenAll(library.ScanAsync(Cancel), library.ScanAsync(Cancel));

        Assert.Same(scans[0], scans[1]);
        Assert.Single(library.Tracks);
    }

    [Fact]
    public async Task The_log_shows_no_control_characters_of_a_file_name()
    {
        folder.Add("\e]0;owned\a\u009B31m\u007F.mp3", NotAudio);
        var log = new FakeLogger<MusicLibrary>();
        using var library = folder.Library(log: log);

        await library.ScanAsync(Cancel);

        var lines = log.Collector.GetSnapshot().Select(record => record.Message).ToList();
        Assert.Contains(lines, line => line.Contains("]0;owned31m.mp3", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
    }

    [Fact]
    public async Task A_folder_that_became_a_link_is_not_followed()
    {
        folder.AddSample("tide.mp3", "album/tide.mp3");
        var library = await ScannedAsync();
        var file = library.Locate(library.Tracks[0].TrackId)!;
        using (var before = file.Open())
        {
            Assert.NotNull(before);
        }

        Directory.Move(Path.Combine(folder.Audio, "album"), Path.Combine(folder.Outside, "private"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Audio, "album"), Path.Combine(folder.Outside, "private"));

        Assert.Null(file.Open());
    }

    [Fact]
    public async Task A_file_that_is_there_but_cannot_be_opened_now_is_not_gone()
    {
        var path = folder.AddSample("tide.mp3");
        var library = await ScannedAsync();
        var file = library.Locate(library.Tracks[0].TrackId)!;

        using (File.Open(path, FileMode.Open, FileAccess.Read, FileShare.None))
        {
            Assert.Equal(503, Assert.Throws<BadHttpRequestException>(file.Open).StatusCode);
        }

        using var now = file.Open();
        Assert.NotNull(now);
    }

    /// <summary>A first scan that shows one part of what there is, as "first to last", once the quick files are read.</summary>
    private async Task<MusicLibrary> ScannedInPartsAsync(int quick, int all, string part)
    {
        var time = new FakeTimeProvider();
        var library = folder.Library(time: time);
        var parts = new ConcurrentQueue<string>();
        library.Grown = () =>
        {
            parts.Enqueue($"{library.Tracks[0].FileName} to {library.Tracks[^1].FileName}, {library.IsWhole}");
            return Task.CompletedTask;
        };

        var scan = library.ScanAsync(Cancel);
        while (library.Progress.Read < quick) await Task.Delay(10, Cancel);
        while (parts.IsEmpty)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Cancel);
        }

        Assert.Equal(new LibraryScan(all, all, all, 0, null), await scan);
        Assert.Equal($"{part}, False", Assert.Single(parts));
        return library;
    }

    private async Task<MusicLibrary> ScannedAsync()
    {
        using var library = folder.Library();
        Assert.Null((await library.ScanAsync(Cancel)).Error);
        return library;
    }
}
