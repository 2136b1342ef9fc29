using System.Net.Sockets;
using CoListen.Tests.Library;

namespace CoListen.Tests.Attacks;

/// <summary>A library of many songs, 100,000 in the long form, and phones that read nothing of its long messages.</summary>
public sealed class LargeLibraryTests : IDisposable
{
    private const int Deaf = 40;
    private const int Commands = 120;
    private const double MostMB = 600;
    private readonly MusicFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory(Timeout = 3_600_000)]
    [InlineData(2)]
    [InlineData(100, Traits = ["Takes", "long"])]
    public async Task Phones_that_read_nothing_of_a_long_queues_messages_cost_no_memory(int folders)
    {
        const int linksOfFolder = 1_000;
        folder.AddSample("tide.mp3", "0/0.mp3");
        folder.AddSample("tide.flac", "0/0.flac");

        // Of one file ext4 has 65,000 links at most.
        folder.Shell(
            $"for i in {{1..{folders}}}; do mkdir $i; for k in {{1..{linksOfFolder / 2}}}; do "
            + "echo 0/0.mp3 $i/$k.mp3; echo 0/0.flac $i/$k.flac; done; done | xargs -n 2 ln");
        var (began, links) = (Stopwatch.GetTimestamp(), folders * linksOfFolder);
        await using var server = await folder.ServeAsync();
        using var ana = await server.PairAsync();
        using var screen = server.Stranger();
        using var scan = await screen.Post("/host/rescan");

        // A list is 100,000 songs at most.
        Assert.Equal(Math.Min(links + 2, 100_000), (await ana.TracksAsync()).Count);
        Figures.Note(
            "Linked files",
            $"{links} of {links + 2} listed after {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s, {ProcessMemory.OfAll(server.Id):F0} MB");

        var sockets = new List<Socket>();
        using var all = new Disposables(sockets);
        for (var i = 0; i < Deaf; i++)
        {
            using var deaf = await server.PairAsync();
            sockets.Add(await UnreadAnswer.AskAsync(server.Url, deaf.Token, "/events"));
        }

        var peakMB = 0.0;
        foreach (var command in new[] { "next", "shuffle" })
        {
            for (var i = 0; i < Commands; i++)
            {
                Assert.Equal(HttpStatusCode.OK, await CommandAsync(command));
                peakMB = Math.Max(peakMB, ProcessMemory.OfAll(server.Id));
            }
        }

        Assert.InRange(peakMB, 1, MostMB);
        Figures.Note(
            "Long messages unread",
            $"{Deaf} phones that read nothing in a room of {links} songs, {Commands} times Next and {Commands} times Shuffle: {peakMB:F0} MB at most");

        async Task<HttpStatusCode> CommandAsync(string command)
        {
            var status = HttpStatusCode.Conflict;
            while (status == HttpStatusCode.Conflict) (status, _) = await ana.SendAsync(command);
            return status;
        }
    }
}
