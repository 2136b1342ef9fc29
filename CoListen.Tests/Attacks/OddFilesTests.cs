using CoListen.Tests.Library;
using SkiaSharp;

namespace CoListen.Tests.Attacks;

/// <summary>Files and folders that are none, crafted pictures, and files that come and go, under a whole server.</summary>
public sealed class OddFilesTests : IDisposable
{
    private const long Huge = 500L * 1024 * 1024;
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_no_file_is_not_opened_and_what_cannot_be_read_is_told_by_name()
    {
        folder.AddSample("tide.mp3");
        folder.Shell("""
            ln -s /etc/passwd passwd.mp3; ln -s /dev/zero zero.flac; ln -s loop.mp3 loop.mp3; ln -s . again; ln -s nowhere.mp3 gone.mp3
            ln -s /etc/passwd list.m3u; mkfifo pipe.mp3 pipe.m3u pipe.flac; mkdir folder.mp3; touch $'\xff\xfe.ogg'
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket.mp3")' || true
            if mknod null.mp3 c 1 3; then mknod zero.wav c 1 5; fi 2>/dev/null || true
            printf 'letter' > 'letter.mp3'; printf 'letter' > $'- new\nline %s concat:a|b.flac'
            printf '#EXTM3U\nself.m3u\n../../../etc/passwd\n/etc/passwd\nhttp://localhost/\ntide.mp3\n' > self.m3u
            name=$(printf '%0250d' 0); for i in {1..17}; do mkdir $name && cd $name; done; cp /etc/hostname deep.mp3
            """);
        await using var server = TestServer.Start(("AudioDir", folder.Audio), ("LibraryCache", folder.Cache));
        using var phone = await server.PairAsync();
        using var screen = server.Stranger();

        using var index = await phone.Get("/index");
        using var unreadable = await screen.Get("/host/unreadable");
        using var music = await screen.Get("/host/music");
        using var rescan = await screen.Post("/host/rescan");
        Assert.Equal(HttpStatusCode.OK, rescan.StatusCode);
        folder.Shell("rm -r ./*");

        Assert.Equal(
            ["- newline %s concat:a|b.flac", "letter.mp3", "tide.mp3"],
            (await index.Json()).EnumerateArray().Select(track => track.GetProperty("fileName").GetString()!)
                .Order(StringComparer.Ordinal));
        var told = (await unreadable.Json()).EnumerateArray().ToDictionary(
            file => file.GetProperty("path").GetString()!, file => file.GetProperty("reason").GetString()!, StringComparer.Ordinal);
        Assert.Equal(
            ["- newline %s concat:a|b.flac", "letter.mp3", "\uFFFD\uFFFD.ogg"],
            told.Keys.Where(path => path.Length < 100).Order(StringComparer.Ordinal));
        Assert.Contains("too long", told.Single(file => file.Key.Length > 3_000).Value, StringComparison.Ordinal);
        var list = Assert.Single((await music.Json()).GetProperty("playlists").EnumerateArray());
        Assert.Equal(("self", 1), (list.GetProperty("name").GetString(), list.GetProperty("tracks").GetInt32()));
    }

    [Fact]
    public async Task Names_that_differ_in_case_or_are_as_long_as_can_be_are_songs_and_what_became_a_pipe_or_a_link_is_gone_at_once()
    {
        var longest = new string('x', 251) + ".mp3";
        string[] names = ["Twin.mp3", "twin.mp3", longest];
        foreach (var name in names) folder.AddSample("tide.mp3", name);
        await using var server = TestServer.Start(
            ("AudioDir", folder.Audio), ("LibraryCache", folder.Cache), ("WatchAudioDir", "false"));
        using var phone = await server.PairAsync();
        using var index = await phone.Get("/index");
        var tracks = (await index.Json()).EnumerateArray().ToDictionary(
            track => track.GetProperty("fileName").GetString()!,
            track => track.GetProperty("trackId").GetString()!,
            StringComparer.Ordinal);

        Assert.Equal(names.Order(StringComparer.Ordinal), tracks.Keys.Order(StringComparer.Ordinal));
        foreach (var name in names) Assert.Equal(HttpStatusCode.OK, await TryDownloadAsync(phone, tracks[name]));
        folder.Shell("rm Twin.mp3 twin.mp3; mkfifo Twin.mp3; ln -s /etc/passwd twin.mp3");
        Assert.Equal(HttpStatusCode.NotFound, await TryDownloadAsync(phone, tracks["Twin.mp3"]));
        Assert.Equal(HttpStatusCode.NotFound, await TryDownloadAsync(phone, tracks["twin.mp3"]));
        Assert.Equal(HttpStatusCode.OK, await TryDownloadAsync(phone, tracks[longest]));
    }

    [Fact]
    public async Task Pictures_that_are_huge_bombs_or_documents_are_no_covers()
    {
        folder.AddWithCover("sound.mp3", Pictures.Of(SKEncodedImageFormat.Png));
        folder.AddWithCover("bomb.mp3", Pictures.PngThatClaims(50_000, 50_000));
        folder.AddWithCover("svg.mp3", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray());
        folder.AddWithCover("html.mp3", "<!doctype html><script>alert(1)</script>"u8.ToArray());
        folder.AddWithCover("both.mp3", [0xFF, 0xD8, 0xFF, .. "<!doctype html><script>alert(1)</script>"u8]);

        // What is claimed, and what is there: zeros that take no room on the disk.
        folder.Add("claims.mp3", [.. Id3WithPicture(Huge), .. new byte[5_000]]);
        folder.Add("claims.flac", [.. "fLaC"u8, 0x86, 0xFF, 0xFF, 0xFF, .. new byte[5_000]]);
        folder.Add(
            "claims.m4a",
            [.. Convert.FromHexString("00000018667479704D344120000000004D3441200000000020000000636F7672"), .. new byte[5_000]]);
        AddSparse("real.mp3", Id3WithPicture(Huge));
        AddSparse("real.flac", [.. "fLaC"u8, 0x86, 0xFF, 0xFF, 0xFF]);
        AddSparse("real.m4a", Convert.FromHexString(
            "00000018667479704D344120000000004D34412000000000"
            + "1F4000006D6F6F761F3FFFF8756474611F3FFFF06D657461000000001F3FFFE4696C73741F3FFFDC636F76721F3FFFD4646174610000000D00000000"));
        await using var server = await folder.ServeAsync();
        using var phone = await server.PairAsync();
        using var screen = server.Stranger();
        using var scan = await screen.Post("/host/rescan");

        using var index = await phone.Get("/index");
        var tracks = (await index.Json()).EnumerateArray().ToList();
        Assert.Equal(11, tracks.Count);
        foreach (var track in tracks)
        {
            using var cover = await phone.Get($"/cover/{track.GetProperty("trackId").GetString()}?size=64");
            var isSound = track.GetProperty("fileName").GetString() == "sound.mp3";
            Assert.Equal(isSound ? HttpStatusCode.OK : HttpStatusCode.NotFound, cover.StatusCode);
        }

        Assert.InRange(ProcessMemory.OfAll(server.Id), 1, 256);
    }

    [Fact]
    public Task Files_that_change_while_they_are_scanned_and_sent_break_nothing() => Change(rounds: 5);

    [Fact(Timeout = 1_800_000)]
    [Trait("Takes", "long")]
    public async Task A_thousand_scans_of_files_that_change_break_nothing()
    {
        const int rounds = 1_000;

        var (scans, downloads) = await Change(rounds);

        Figures.Note("Files that change", $"{scans} scans and {downloads} downloads while files were cut, replaced, renamed and removed");
    }

    private async Task<(int Scans, int Downloads)> Change(int rounds)
    {
        const int seed = 20261130;
        var random = new Random(seed);
        string[] kinds = ["mp3", "flac", "m4a", "ogg", "wav"];
        for (var i = 0; i < 20; i++) Add(i);

        await using var server = TestServer.Start(("AudioDir", folder.Audio), ("LibraryCache", folder.Cache));
        using var phone = await server.PairAsync();
        using var screen = server.Stranger();
        var downloads = 0;
        for (var round = 0; round < rounds; round++)
        {
            // Others come, so that there is always something to break.
            Add(round % 20);
            var scan = screen.Post("/host/rescan");
            var asked = (await phone.TracksAsync()).Take(4).Select(track => TryDownloadAsync(phone, track)).ToList();
            foreach (var path in Directory.GetFiles(folder.Audio).OrderBy(_ => random.Next()).Take(6)) TryDamage(path, random);

            using var answer = await scan;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            foreach (var status in await Task.WhenAll(asked))
            {
                var isTold = status is < HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable;
                Assert.True(isTold, $"Seed {seed}, round {round}: {status}");
                downloads++;
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync("pause", new { positionSec = 0 })).Status);
        return (rounds, downloads);

        void Add(int i) => folder.AddSample($"tide.{kinds[i % kinds.Length]}", $"{i}.{kinds[i % kinds.Length]}");
    }

    // A file that changes while it is sent cuts the connection.
    private static async Task<HttpStatusCode> TryDownloadAsync(TestPhone phone, string track)
    {
        try
        {
            using var answer = await phone.Get($"/file/{track}");
            await answer.Content.ReadAsByteArrayAsync(Cancel);
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return HttpStatusCode.Gone;
        }
    }

    private void TryDamage(string path, Random random)
    {
        try
        {
            Damage(path, random);
        }
        catch (IOException)
        {
            // Who reads it just now has locked it.
        }
    }

    private void Damage(string path, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                using (var file = File.OpenWrite(path)) file.SetLength(random.Next(1, 5_000));

                break;
            case 1:
                File.Copy(MusicFolder.Sample("tide.mp3"), path, overwrite: true);
                break;
            case 2:
                File.Move(path, Path.Combine(folder.Audio, $"{random.Next(40)}{Path.GetExtension(path)}"), overwrite: true);
                break;
            case 3:
                File.Delete(path);
                File.CreateSymbolicLink(path, MusicFolder.Sample("tide.wma"));
                break;
            case 4:
                File.Delete(path);
                File.Copy(MusicFolder.Sample("tide.flac"), Path.Combine(folder.Audio, $"{random.Next(40)}.flac"), overwrite: true);
                break;
            default:
                File.AppendAllText(path, "more");
                break;
        }
    }

    // ID3v2.4: sizes have seven bits a byte.
    private static byte[] Id3WithPicture(long bytes) =>
        [.. "ID3\u0004\0\0"u8, .. Synchsafe(bytes), .. "APIC"u8, .. Synchsafe(bytes - 10), 0, 0, 0, .. "image/png\0\u0003\0"u8];

    private static byte[] Synchsafe(long size) =>
        [(byte)((size >> 21) & 0x7F), (byte)((size >> 14) & 0x7F), (byte)((size >> 7) & 0x7F), (byte)(size & 0x7F)];

    private void AddSparse(string name, byte[] head)
    {
        using var file = File.OpenWrite(folder.Add(name, head));
        file.SetLength(Huge + 5_000);
    }
}
