using System.Text.Json.Nodes;
using CoListen.Api.Files;
using CoListen.Api.Library;
using CoListen.Tests.Library;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Files;

public sealed class Mp4FilesTests : IAsyncDisposable
{
    private static readonly byte[] Flac = File.ReadAllBytes(MusicFolder.Sample("tide.flac"));
    private readonly TempDirectory work = new();
    private readonly FakeFfmpeg fake;
    private TestServer server = null!;
    private TestPhone ana = null!;

    public Mp4FilesTests() => fake = new(work.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Kept => Path.Combine(server.Folder, "cache", "mp4");

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        work.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_flac_track_comes_as_the_same_sound_in_mp4()
    {
        var track = await StartAsync("a.flac", Flac);

        using var answer = await ana.Get($"/file/{track}?as=mp4");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("audio/mp4", answer.Header("Content-Type"));
        Assert.Equal("max-age=31536000, private, immutable", answer.Header("Cache-Control"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        var mp4 = await answer.Content.ReadAsByteArrayAsync(Cancel);
        Assert.True(
            Find(mp4, "ftyp") < Find(mp4, "moov") && Find(mp4, "moov") < Find(mp4, "fLaC") && Find(mp4, "fLaC") < Find(mp4, "mdat"));
        Assert.Equal(await SoundOfAsync(Flac), await SoundOfAsync(mp4));
        Assert.Equal(["mp4"], (await EntryAsync(track))["as"]!.AsArray().Select(form => (string)form!));
    }

    [Theory]
    [InlineData(44_100, "s16p")]
    [InlineData(96_000, "s32p")]
    public async Task An_alac_track_comes_as_the_same_sound_in_flac(int rate, string sample)
    {
        var alac = await EncodeAsync($"-ar {rate} -c:a alac -sample_fmt {sample}", "a.m4a");
        var track = await StartAsync("a.m4a", alac);

        using var answer = await ana.Get($"/file/{track}?as=mp4");

        var mp4 = await answer.Content.ReadAsByteArrayAsync(Cancel);
        Assert.InRange(Find(mp4, "fLaC"), 1, mp4.Length);
        Assert.Equal(await SoundOfAsync(alac), await SoundOfAsync(mp4));
        Assert.Equal(["mp4"], (await EntryAsync(track))["as"]!.AsArray().Select(form => (string)form!));
    }

    [Fact]
    public async Task A_download_of_it_goes_on_where_it_broke_off_though_it_had_to_be_made_again()
    {
        var track = await StartAsync("a.flac", Flac);
        using var whole = await ana.Get($"/file/{track}?as=mp4");
        var mp4 = await whole.Content.ReadAsByteArrayAsync(Cancel);
        using var file = await ana.Get($"/file/{track}");
        Directory.Delete(Kept, recursive: true);

        using var rest = await ana.Get($"/file/{track}?as=mp4", ("Range", "bytes=100-"), ("If-Range", whole.Header("ETag")!));
        using var other = await ana.Get($"/file/{track}?as=mp4", ("Range", "bytes=100-"), ("If-Range", file.Header("ETag")!));
        using var known = await ana.Get($"/file/{track}?as=mp4", ("If-None-Match", whole.Header("ETag")!));
        using var beyond = await ana.Get($"/file/{track}?as=mp4", ("Range", $"bytes={mp4.Length}-"));
        using var head = await ana.Ask(HttpMethod.Head, $"/file/{track}?as=mp4", content: null);

        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal($"bytes 100-{mp4.Length - 1}/{mp4.Length}", rest.Header("Content-Range"));
        Assert.Equal(mp4[100..], await rest.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        await beyond.IsProblem(HttpStatusCode.RequestedRangeNotSatisfiable, "bad-range");
        Assert.Equal(mp4.Length, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Many_phones_that_ask_at_once_have_it_made_once()
    {
        var track = await StartAsync("a.flac", Flac);
        using var made = server.Collect<double>("colisten.files.remux.duration");
        var phones = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.PairAsync()));

        var answers = await Task.WhenAll(phones.Select(phone => phone.GetByteArrayAsync($"/file/{track}?as=mp4", Cancel)));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal("made", Assert.Single(made.GetMeasurementSnapshot()).Tags["colisten.outcome"]);
        Assert.All(phones, phone => phone.Dispose());
    }

    [Fact]
    public async Task A_phone_that_goes_away_ends_nothing_for_the_others()
    {
        var track = await StartAsync("a.flac", Flac, ("Remux:Ffmpeg", fake.Held()));
        using var ben = await server.PairAsync("Ben");
        using var gone = new CancellationTokenSource();
        using var requests = server.Collect<double>("http.server.request.duration", "Microsoft.AspNetCore.Hosting");
        var first = ana.GetAsync($"/file/{track}?as=mp4", gone.Token);
        await fake.HaveBegunAsync(1);

        var second = ben.GetByteArrayAsync($"/file/{track}?as=mp4", Cancel);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await requests.WaitForMeasurementsAsync(1, Cancel);
        await fake.ReleaseAsync();

        Assert.Equal(await SoundOfAsync(Flac), await SoundOfAsync(await second));
        Assert.Single(fake.Runs);
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_begun()
    {
        var tracks = new List<string> { await StartAsync("a.flac", Flac, ("Remux:Ffmpeg", fake.Held())) };
        tracks.Add(await server.AddAsync(ana, "b.flac", Flac));
        tracks.Add(await server.AddAsync(ana, "c.flac", Flac));
        using var gone = new CancellationTokenSource();
        var running = tracks[..2].ConvertAll(track => ana.GetByteArrayAsync($"/file/{track}?as=mp4", Cancel));
        await fake.HaveBegunAsync(2);

        var third = server.Services.GetRequiredService<MusicLibrary>().Locate(tracks[2])!;
        var waiting = server.Services.GetRequiredService<Mp4Files>().GetAsync(third, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await fake.ReleaseAsync();
        await Task.WhenAll(running);

        Assert.Equal(2, fake.Runs.Length);
        Assert.NotEmpty(await ana.GetByteArrayAsync($"/file/{tracks[2]}?as=mp4", Cancel));
    }

    [Theory]
    [InlineData("-x.flac")]
    [InlineData("a 'quoted\" name; $(touch x) %20%s.flac")]
    [InlineData("two\nlines.flac")]
    [InlineData("http:example,subfile.flac")]
    public async Task A_name_is_never_more_than_a_name(string name)
    {
        var track = await StartAsync(name, Flac);

        Assert.Equal(await SoundOfAsync(Flac), await SoundOfAsync(await ana.GetByteArrayAsync($"/file/{track}?as=mp4", Cancel)));
    }

    [Fact]
    public async Task A_file_that_is_none_or_names_other_files_is_refused_and_leaves_nothing_behind()
    {
        var track = await StartAsync("noise.flac", "fLaC this is no music"u8.ToArray());
        var list = await server.AddAsync(ana, "list.flac", "ffconcat version 1.0\nfile a.flac\n"u8.ToArray());
        using var made = server.Collect<double>("colisten.files.remux.duration");

        using var noise = await ana.Get($"/file/{track}?as=mp4");
        using var named = await ana.Get($"/file/{list}?as=mp4");

        await noise.IsProblem(HttpStatusCode.UnprocessableEntity, "cannot-remux");
        await named.IsProblem(HttpStatusCode.UnprocessableEntity, "cannot-remux");
        Assert.Empty(Directory.GetFiles(Kept));
        Assert.All(made.GetMeasurementSnapshot(), one => Assert.Equal("failed", one.Tags["colisten.outcome"]));
    }

    [Fact]
    public async Task An_index_that_says_its_sound_again_and_again_fills_no_disk()
    {
        var song = await EncodeAsync("-c:a alac", "a.m4a");
        var track = await StartAsync("a.m4a", CraftedMp4.Repeating(song, 500));

        using var answer = await ana.Get($"/file/{track}?as=mp4");

        await answer.IsProblem(HttpStatusCode.UnprocessableEntity, "cannot-remux");
        Assert.Empty(Directory.GetFiles(Kept));
    }

    [Fact]
    public async Task An_index_that_claims_to_be_huge_fills_no_memory()
    {
        const int maxKB = 400_000;
        var peak = Path.Combine(work.Path, "peak");
        var program = fake.Does(
            $"ffmpeg \"$@\" & while grep VmHWM /proc/$!/status >> {peak}; do sleep 0.01; done; wait $!");
        var song = await EncodeAsync("-c:a alac", "a.m4a");
        var track = await StartAsync("a.m4a", CraftedMp4.Claiming(song, 80_000_000), ("Remux:Ffmpeg", program));

        using var answer = await ana.Get($"/file/{track}?as=mp4");

        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode}");
        var peaks = (await File.ReadAllLinesAsync(peak, Cancel)).Select(line => int.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture));
        Assert.InRange(peaks.Max(), 1, maxKB);
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_ended()
    {
        var program = fake.Does("for last; do :; done; echo half > \"${last#file:}\"; exec sleep 600");
        var track = await StartAsync("a.flac", Flac, ("Remux:Ffmpeg", program), ("Remux:MaxSec", "1"));

        using var answer = await ana.Get($"/file/{track}?as=mp4");

        await answer.IsProblem(HttpStatusCode.UnprocessableEntity, "cannot-remux");
        Assert.Empty(Directory.GetFiles(Kept));
        await fake.HasEndedAsync();
    }

    [Fact]
    public async Task Of_too_many_those_not_used_for_longest_go()
    {
        // Half a megabyte each.
        var first = await StartAsync("a.flac", await EncodeAsync("-c:a flac -t 3.5", "a.flac"), ("Remux:CacheMB", "1"));
        var second = await server.AddAsync(ana, "b.flac", await EncodeAsync("-c:a flac -t 3.5", "b.flac"));
        var third = await server.AddAsync(ana, "c.flac", await EncodeAsync("-c:a flac -t 3.5", "c.flac"));
        await ana.GetByteArrayAsync($"/file/{first}?as=mp4", Cancel);
        Assert.InRange(new FileInfo(Path.Combine(Kept, first + ".mp4")).Length, 400_000, 520_000);
        await ana.GetByteArrayAsync($"/file/{second}?as=mp4", Cancel);
        await ana.GetByteArrayAsync($"/file/{first}?as=mp4", Cancel);

        await ana.GetByteArrayAsync($"/file/{third}?as=mp4", Cancel);

        Assert.Equal(
            new[] { first, third }.Order(StringComparer.Ordinal),
            Directory.GetFiles(Kept).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_ffmpeg_no_track_has_it_and_the_answer_says_so()
    {
        var track = await StartAsync("a.flac", Flac, ("Remux:Ffmpeg", ""));

        using var answer = await ana.Get($"/file/{track}?as=mp4");

        await answer.IsProblem(HttpStatusCode.NotImplemented, "no-remux");
        Assert.Null((await EntryAsync(track))["as"]);
    }

    [Theory]
    [InlineData("tide.flac", "?as=ogg")]
    [InlineData("tide.flac", "?as=")]
    [InlineData("tide.flac", "?as=mp4&as=mp4")]
    [InlineData("tide.mp3", "?as=mp4")]
    [InlineData("tide.m4a", "?as=mp4")]
    public async Task No_track_has_any_other_form(string name, string query)
    {
        var track = await StartAsync(name, await File.ReadAllBytesAsync(MusicFolder.Sample(name), Cancel));

        using var answer = await ana.Get($"/file/{track}{query}");

        await answer.IsProblem(HttpStatusCode.BadRequest, "no-such-form");
        Assert.Equal(name == "tide.flac", (await EntryAsync(track))["as"] is not null);
    }

    [Fact]
    public async Task A_file_that_was_replaced_is_unknown_under_its_old_id()
    {
        var track = await StartAsync("a.flac", Flac);
        File.SetLastWriteTimeUtc(Path.Combine(server.Folder, "music", "a.flac"), DateTime.UtcNow.AddDays(-1));

        using var answer = await ana.Get($"/file/{track}?as=mp4");

        await answer.IsProblem(HttpStatusCode.NotFound, "unknown-track");
    }

    private static int Find(byte[] mp4, string box) => mp4.AsSpan().IndexOf(Encoding.ASCII.GetBytes(box));

    private async Task<string> StartAsync(string name, byte[] content, params (string Key, string Value)[] settings)
    {
        server = TestServer.Start(settings);
        ana = await server.PairAsync("Ana");
        return await server.AddAsync(ana, name, content);
    }

    private async Task<JsonNode> EntryAsync(string track) => JsonNode.Parse(await ana.GetStringAsync("/index", Cancel))!.AsArray()
        .Single(entry => (string)entry!["trackId"]! == track)!;

    private async Task<byte[]> EncodeAsync(string codec, string name)
    {
        var path = Path.Combine(work.Path, name);
        await RunAsync(["-f", "lavfi", "-i", "anoisesrc=d=6:r=44100", "-t", "1", .. codec.Split(' '), "-y", path]);
        return await File.ReadAllBytesAsync(path, Cancel);
    }

    // All that is heard, to the last bit.
    private async Task<string> SoundOfAsync(byte[] file)
    {
        var path = Path.Combine(work.Path, "heard");
        await File.WriteAllBytesAsync(path, file, Cancel);
        return await RunAsync(["-i", path, "-map", "0:a", "-c:a", "pcm_s32le", "-f", "md5", "-"]);
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = await ffmpeg.StandardOutput.ReadToEndAsync(Cancel);
        await ffmpeg.WaitForExitAsync(Cancel);
        Assert.Equal(0, ffmpeg.ExitCode);
        return output;
    }
}
