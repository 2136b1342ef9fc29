using System.Net.Sockets;
using CoListen.Api.Security;
using CoListen.Tests.Library;
using SkiaSharp;

namespace CoListen.Tests.Attacks;

/// <summary>One paired phone that asks for covers without end: it costs the others neither the server's memory nor their answers.</summary>
public sealed class CoverCrowdTests : IDisposable
{
    private const int Songs = 40;
    private const int Calls = 100;
    private const int MostWaiting = 256;
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory(Timeout = 600_000)]
    [InlineData(60)]
    [InlineData(400, Traits = ["Takes", "long"])]
    public async Task Covers_that_are_read_by_a_trickle_are_not_kept_in_memory(int readers)
    {
        const int coverBytes = 1_900_000;
        const double allowedMB = 100;
        var picture = Pictures.Of(SKEncodedImageFormat.Jpeg);
        Array.Resize(ref picture, coverBytes);
        for (var i = 0; i < Songs; i++) folder.AddWithCover($"{i}.mp3", [.. picture, (byte)i]);
        await using var server = await folder.ServeAsync();
        using var ana = await server.PairAsync();
        using var greedy = await server.PairAsync();
        var tracks = await ListedAsync(ana);
        foreach (var track in tracks)
        {
            using var cover = await ana.Get($"/cover/{track}");
            Assert.Equal(coverBytes + 1, (await cover.Content.ReadAsByteArrayAsync(Cancel)).Length);
        }

        var (before, peak) = (ProcessMemory.OfAll(server.Id), 0.0);
        var sockets = new List<Socket>();
        using var all = new Disposables(sockets);
        for (var i = 0; i < readers; i++)
        {
            sockets.Add(await UnreadAnswer.AskAsync(server.Url, greedy.Token, $"/cover/{tracks[i % Songs]}"));
        }

        // Four are answered, others wait for them, and the rest is refused.
        while (sockets.Count(socket => socket.Available > 0) < Math.Max(RateLimits.PerClient, readers - MostWaiting))
        {
            await CommandAsync(ana);
            peak = Math.Max(peak, ProcessMemory.OfAll(server.Id));
        }

        for (var i = 0; i < Calls; i++)
        {
            await CommandAsync(ana);
            peak = Math.Max(peak, ProcessMemory.OfAll(server.Id));
        }

        Assert.InRange(peak, 1, before + allowedMB);
        Figures.Note("Covers read by a trickle", $"{readers} of one phone, {before:F0} MB before, {peak:F0} MB at most");
    }

    [Theory(Timeout = 600_000)]
    [InlineData(20)]
    [InlineData(200, Traits = ["Takes", "long"])]
    public async Task Questions_for_covers_that_take_long_to_find_hold_up_nobody_else(int questions)
    {
        folder.Add("slow.mp3", MusicFolder.SlowMp3());
        for (var i = 0; i < Songs - 1; i++) folder.AddWithCover($"{i}.mp3", [0xFF, 0xD8, 0xFF, (byte)i, .. new byte[3_500_000]]);
        await using var server = await folder.ServeAsync();
        using var ana = await server.PairAsync();
        using var greedy = await server.PairAsync();
        var tracks = await ListedAsync(ana);
        var quiet = await Measured.P99MsAsync(Calls, () => CommandAsync(ana));

        using var asking = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var asked = Enumerable.Range(0, questions).Select(i => AskAsync(greedy, tracks[i % Songs], asking.Token)).ToList();
        var beside = await Measured.P99MsAsync(Calls, () => CommandAsync(ana));
        await asking.CancelAsync();

        Assert.True((await Task.WhenAll(asked)).Sum() > 0);
        Figures.Note(
            "Covers asked for without end",
            $"{questions} questions of one phone at any time; p99 of another's command {beside / quiet:0.0} times that without them");
    }

    // No cover of these files is served: the server answers that there is none, or that it is busy.
    private static async Task<int> AskAsync(TestPhone phone, string track, CancellationToken end)
    {
        var answers = 0;
        try
        {
            while (!end.IsCancellationRequested)
            {
                using var answer = await phone.GetAsync($"/cover/{track}", end);
                Assert.True(
                    answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
                    answer.StatusCode.ToString());
                answers++;
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }

        return answers;
    }

    private static async Task CommandAsync(TestPhone phone) =>
        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync("shuffle")).Status);

    private static async Task<IReadOnlyList<string>> ListedAsync(TestPhone phone)
    {
        while (true)
        {
            var tracks = await phone.TracksAsync();
            if (tracks.Count == Songs && (await phone.SnapshotAsync())["queue"]!.AsArray().Count == Songs) return tracks;
        }
    }
}
