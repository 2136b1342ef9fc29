using System.Text.Json.Nodes;
using CoListen.Tests.Library;
using CoListen.Tests.Library.Scan;

namespace CoListen.Tests.Attacks;

/// <summary>A folder full of crafted files, under a server in a process of its own whose room plays on.</summary>
public sealed class HostileLibraryTests : IDisposable
{
    private const int Seed = 20261130;
    private const int PlainThumbnail = 64;
    private const int MostMB = 256;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Mutated_files_of_every_format_cost_no_more_than_their_tags() => ScanMutants(mutants: 1_990, maxCovers: 50);

    [Fact(Timeout = 7_200_000)]
    [Trait("Takes", "long")]
    public async Task A_hundred_thousand_mutated_files_do_not_either()
    {
        const int mutants = 99_990;
        var began = Stopwatch.GetTimestamp();

        var (unreadable, covers, pictures, peakMB) = await ScanMutants(mutants, int.MaxValue);

        Figures.Note(
            "Mutated audio files",
            $"{mutants} files of ten formats read in {Stopwatch.GetElapsedTime(began).TotalMinutes:F0} min with all their covers, "
            + $"{unreadable} of them told as unreadable, {covers} covers asked for and {pictures} sent; "
            + $"server and workers took at most {peakMB:F0} MB together");
    }

    [Fact(Timeout = 1_800_000)]
    [Trait("Takes", "long")]
    public async Task Twenty_files_that_take_long_hold_up_no_song_and_are_not_read_again_at_the_next_start()
    {
        const int slow = 20;
        const int songs = 5;
        for (var i = 0; i < slow; i++) folder.Add($"first slow {i}.mp3", MusicFolder.SlowMp3());
        for (var i = 0; i < songs; i++) folder.Add($"quick {i}.mp3", MusicFolder.QuickMp3());
        await using (var server = await folder.ServeAsync())
        {
            using var screen = server.Stranger();
            using var phone = await server.PairAsync("Ana");
            await ListedAsync(phone, songs);
            using var answer = await screen.Get("/host/scan");
            var scan = await answer.Json();
            Assert.InRange(scan.GetProperty("total").GetInt32() - scan.GetProperty("read").GetInt32(), 1, slow);
            Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync("next", new { })).Status);
            await ListedAsync(phone, slow + songs);
        }

        await using var again = await folder.ServeAsync();
        using var other = await again.PairAsync("Ben");
        await ListedAsync(other, slow + songs);
        while (!again.Output.Contains("files read", StringComparison.Ordinal)) await other.TracksAsync();
        Assert.Contains(": 0 files read", again.Output, StringComparison.Ordinal);

        static async Task ListedAsync(TestPhone phone, int count)
        {
            while ((await phone.TracksAsync()).Count < count)
            {
                // Each answer takes its time.
            }
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task Rescans_whose_askers_go_away_leave_no_worker_behind()
    {
        folder.Add("slow.mp3", MusicFolder.SlowMp3());
        await using var server = await folder.ServeAsync();
        using var screen = server.Stranger();
        using (var phone = await server.PairAsync()) while ((await phone.TracksAsync()).Count < 1) { }

        for (var i = 0; i < 3; i++)
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var asked = screen.PostAsync("/host/rescan", content: null, gone.Token);
            while (ProcessMemory.CountOf(server.Id) < 2) { }

            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        using var scan = await screen.Post("/host/rescan");
        Assert.Equal(HttpStatusCode.OK, scan.StatusCode);
        while (ProcessMemory.CountOf(server.Id) > 1)
        {
            // A worker that was ended is gone in a moment.
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task Tags_of_many_megabytes_stay_within_the_memory_of_the_others()
    {
        const int files = 14;
        for (var i = 0; i < 4; i++) folder.Add($"text {i}.mp3", CraftedTags.Mp3WithText(21_000_000));
        for (var i = 0; i < 2; i++) folder.Add($"pictures {i}.flac", CraftedTags.FlacWithPictures(3, 16_000_000));
        for (var i = 0; i < 8; i++) folder.AddWithCover($"picture {i}.mp3", [0xFF, 0xD8, 0xFF, .. new byte[20_000_000]]);

        await using var server = await folder.ServeAsync();
        using var phone = await server.PairAsync();
        using var screen = server.Stranger();
        while ((await phone.TracksAsync()).Count < files)
        {
            // What the first scan took is gone with its workers.
        }

        folder.Shell("touch *");
        var (scan, peakMB) = (screen.Post("/host/rescan"), 0.0);
        while (!scan.IsCompleted) peakMB = Math.Max(peakMB, ProcessMemory.OfAll(server.Id));

        using var answer = await scan;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(peakMB, 1, MostMB);
    }

    private async Task<(int Unreadable, int Covers, int Pictures, double PeakMB)> ScanMutants(int mutants, int maxCovers)
    {
        var samples = Directory.GetFiles(MusicFolder.Sample("."), "tide.*").Order(StringComparer.Ordinal).ToList();
        var (contents, random) = (samples.ConvertAll(File.ReadAllBytes), new Random(Seed));
        samples.ForEach(sample => folder.AddSample(Path.GetFileName(sample), $"0/{Path.GetFileName(sample)}"));
        for (var i = 0; i < mutants; i++)
        {
            var (sample, bytes) = (samples[i % samples.Count], contents[i % samples.Count]);
            bytes = random.Next(2) == 0 ? HostileFilesTests.Mutate(bytes, random) : StructureMutator.Mutate(bytes, random);
            folder.Add($"{1 + (i / 1000)}/{i}{Path.GetExtension(sample)}", bytes);
        }

        await using var server = await folder.ServeAsync();
        using var screen = server.Stranger();
        using var phone = await server.PairAsync("Ana");
        var peakMB = 0.0;
        for (JsonElement scan; ; await Task.Delay(Look, Cancel))
        {
            // The room plays meanwhile; what the scan has found may change the queue right before.
            Assert.True((await phone.SendAsync("play", new { positionSec = 0 })).Status is HttpStatusCode.OK or HttpStatusCode.Conflict);
            peakMB = Math.Max(peakMB, ProcessMemory.OfAll(server.Id));
            using var answer = await screen.Get("/host/scan");
            scan = await answer.Json();
            if (scan.GetProperty("total").GetInt32() == 0 && (await phone.TracksAsync()).Count == mutants + samples.Count) break;
        }

        using var told = await screen.Get("/host/unreadable");
        var unreadable = (await told.Json()).EnumerateArray().ToList();
        Assert.All(unreadable, file => Assert.False(string.IsNullOrWhiteSpace(file.GetProperty("reason").GetString())));
        Assert.All(unreadable, file => Assert.True(File.Exists(Path.Combine(folder.Audio, file.GetProperty("path").GetString()!))));

        var urls = JsonNode.Parse(await phone.GetStringAsync("/index", Cancel))!.AsArray()
            .Select(track => (string?)track!["coverUrl"]).OfType<string>()
            .Distinct(StringComparer.Ordinal).Take(maxCovers).SelectMany(url => new[] { url, $"{url}?size={PlainThumbnail}" }).ToList();
        var pictures = 0;
        foreach (var url in urls)
        {
            using var answer = await phone.Get(url);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{url}: {answer.StatusCode}");
            if (answer.StatusCode == HttpStatusCode.NotFound) continue;

            pictures++;
            Assert.Contains(answer.Header("Content-Type"), new[] { "image/jpeg", "image/png", "image/webp" });
            Assert.Equal(answer.Content.Headers.ContentLength, (await answer.Content.ReadAsByteArrayAsync(Cancel)).Length);
            peakMB = Math.Max(peakMB, ProcessMemory.OfAll(server.Id));
        }

        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync("next", new { })).Status);
        Assert.DoesNotContain("unhandled exception", server.Output, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(peakMB, 1, MostMB);
        return (unreadable.Count, urls.Count, pictures, peakMB);
    }
}
