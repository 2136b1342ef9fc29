using System.Text.Json.Nodes;
using CoListen.Tests.Files;

namespace CoListen.Tests.Library.Loudness;

public sealed class LoudnessMeterTests : IAsyncDisposable
{
    private readonly TempDirectory work = new();
    private readonly MusicFolder folder = new();
    private readonly FakeFfmpeg fake;
    private readonly List<TestServer> servers = [];

    public LoudnessMeterTests() => fake = new(work.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        folder.Dispose();
        work.Dispose();
    }

    [Fact]
    public async Task Songs_that_do_not_say_their_loudness_are_measured_and_the_phones_told_once()
    {
        await MakeAsync("loud.wav", "volume=-2dB");
        await MakeAsync("soft.flac", "volume=-10dB");
        await MakeAsync("a 'quoted\" name; $(touch x) %20%s.mp3", "volume=-5dB");
        var server = Start(fake.Held());
        using var ana = await server.PairAsync("Ana");
        await using var hears = await ana.ListenAsync();
        await hears.UntilAsync("snapshot");

        await fake.ReleaseAsync();
        var told = await hears.UntilAsync("refresh");

        Assert.Equal("library", (string)told.Payload["reason"]!);
        var gains = await GainsAsync(ana);
        Assert.All(gains.Values, gain => Assert.InRange(gain!.Value, -23, -1));
        Assert.InRange(gains["soft.flac"]!.Value - gains["loud.wav"]!.Value, 7.5, 8.5);
        Assert.Equal(3, fake.Runs.Length);
        await ana.SendAsync("rename", new { name = "Anna" });
        while (await hears.NextAsync() is { } message && (string?)message.Payload["clients"]?[ana.ClientId]!["name"] != "Anna")
        {
            Assert.NotEqual("refresh", message.Name);
        }
    }

    [Fact]
    public async Task What_was_measured_is_not_measured_again_after_a_restart_nor_what_cannot_be()
    {
        await MakeAsync("song.flac", "volume=-2dB");
        folder.Add("letter.mp3", "This is a letter."u8.ToArray());
        var first = Start(fake.Does("exec ffmpeg \"$@\""));
        using (var ana = await first.PairAsync("Ana"))
        {
            await MeasuredAsync(ana, "song.flac");
        }

        await first.StopAsync();
        var runs = fake.Runs.Length;
        await MakeAsync("third.flac", "volume=-8dB");

        var second = Start(fake.Does("exec ffmpeg \"$@\""));
        using var ben = await second.PairAsync("Ben");

        Assert.NotNull((await GainsAsync(ben))["song.flac"]);
        await MeasuredAsync(ben, "third.flac");
        Assert.Equal((2, 3), (runs, fake.Runs.Length));
        Assert.Null((await GainsAsync(ben))["letter.mp3"]);
    }

    [Fact]
    public async Task A_song_that_comes_later_is_measured_too_and_one_that_says_its_loudness_is_not()
    {
        folder.AddSample("tide.flac", "tagged.flac");
        using (var file = TagLib.File.Create(Path.Combine(folder.Audio, "tagged.flac")))
        {
            file.Tag.ReplayGainTrackGain = -4;
            file.Save();
        }

        var server = Start(fake.Does("exec ffmpeg \"$@\""));
        using var ana = await server.PairAsync("Ana");
        Assert.Equal(-4, (await GainsAsync(ana))["tagged.flac"]);

        await MakeAsync("later.flac", "volume=-2dB");
        using var screen = server.Stranger();
        using var scan = await screen.Post("/host/rescan");
        await MeasuredAsync(ana, "later.flac");

        Assert.Single(fake.Runs);
        Assert.Equal(-4, (await GainsAsync(ana))["tagged.flac"]);
    }

    [Fact]
    public async Task A_song_that_takes_too_long_is_given_up_and_the_next_one_is_measured()
    {
        folder.AddSample("tide.flac", "a.flac");
        folder.AddSample("tide.flac", "b.flac");
        var server = Start(
            fake.Does("case \"$*\" in *a.flac*) exec sleep 600;; esac; echo '    I:         -12.0 LUFS' >&2"), ("Remux:MaxSec", "1"));
        using var ana = await server.PairAsync("Ana");

        await MeasuredAsync(ana, "b.flac");

        await fake.HasEndedAsync();
        Assert.Null((await GainsAsync(ana))["a.flac"]);
    }

    [Fact]
    public async Task A_server_that_stops_does_not_wait_for_it()
    {
        folder.AddSample("tide.flac");
        var server = Start(fake.Does("exec sleep 600"));
        await fake.HaveBegunAsync(1);

        await server.StopAsync();

        await fake.HasEndedAsync();
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_leaves_all_as_it_is()
    {
        folder.AddSample("tide.flac");
        await File.WriteAllTextAsync(Path.Combine(work.Path, "none"), "", Cancel);
        var server = Start(Path.Combine(work.Path, "none"));
        using var ana = await server.PairAsync("Ana");

        Assert.Null((await GainsAsync(ana))["tide.flac"]);
        Assert.Equal(HttpStatusCode.OK, (await ana.SendAsync("play", new { positionSec = 0 })).Status);
    }

    private TestServer Start(string program, params (string Key, string Value)[] more)
    {
        var server = TestServer.Start(
        [
            ("AudioDir", folder.Audio), ("LibraryCache", folder.Cache), ("MeasureLoudness", "true"), ("Remux:Ffmpeg", program), .. more,
        ]);
        servers.Add(server);
        return server;
    }

    // Two seconds of noise.
    private async Task MakeAsync(string name, string filter)
    {
        var path = folder.Add(name, []);
        using var ffmpeg = Process.Start(
            "ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "anoisesrc=d=2:seed=1", "-af", filter, "-y", path]);
        await ffmpeg.WaitForExitAsync(Cancel);
        Assert.Equal(0, ffmpeg.ExitCode);
    }

    private static async Task MeasuredAsync(TestPhone phone, string fileName)
    {
        await using var hears = await phone.ListenAsync();
        while ((await GainsAsync(phone))[fileName] is null) await hears.UntilAsync("refresh");
    }

    private static async Task<Dictionary<string, double?>> GainsAsync(TestPhone phone) =>
        JsonNode.Parse(await phone.GetStringAsync("/index", Cancel))!.AsArray()
            .ToDictionary(track => (string)track!["fileName"]!, track => (double?)track!["gainDb"], StringComparer.Ordinal);
}
