using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace CoListen.Tests.Attacks;

/// <summary>Phones whose kernel answers, and which read nothing: one that never does, and one whose process is stopped.</summary>
public sealed class SlowPhonesTests
{
    private const int Commands = 400;
    private const int Songs = 500;

    [Theory(Timeout = 300_000)]
    [InlineData(1)]
    [InlineData(20, Traits = ["Takes", "long"])]
    public async Task No_start_waits_for_phones_that_read_nothing_and_they_are_cut_before_they_cost_memory(int pairs)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are stopped by kill(1).");
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, Songs);
        await using var server = await ServerProcess.StartAsync(
            folder.Path, ("StateFile", Path.Combine(folder.Path, "state.json")), ("Session:StallSec", "1"));
        using var ana = await server.PairAsync("Ana");

        // A scan that still goes on changes the queue.
        while ((await ana.SnapshotAsync())["queue"]!.AsArray().Count < Songs)
        {
        }

        await using var hears = await ana.ListenAsync();
        await hears.UntilAsync("snapshot");
        var alone = await Measured.P99MsAsync(Commands, ShuffleAsync);

        var sockets = new List<Socket>();
        var stopped = new List<Process>();
        using var all = new Disposables(sockets);
        try
        {
            for (var i = 0; i < pairs; i++)
            {
                using var deaf = await server.PairAsync();
                sockets.Add(await UnreadAnswer.AskAsync(server.Url, deaf.Token, "/events"));
                using var frozen = await server.PairAsync();
                var (token, events) = ($"Authorization: Bearer {frozen.Token}", new Uri(server.Url, "/events").ToString());
                stopped.Add(Process.Start("curl", ["-sN", "-o", "/dev/null", "-H", token, events]));
            }

            await hears.UntilAsync("clients.changed", message => Active(message.Payload["clients"]!) == 1 + (2 * pairs));
            foreach (var phone in stopped) Signal("-STOP", phone);

            // They are members of the start, and never ready.
            var (_, opened) = await ana.SendAsync("next");
            Assert.Equal(1 + (2 * pairs), opened["snapshot"]!["barrier"]!["members"]!.AsArray().Count);
            await ana.SendAsync("ack-download", new { trackId = (string)opened["snapshot"]!["barrier"]!["trackId"]! });
            var released = await hears.UntilAsync("barrier.release");
            Assert.Equal([ana.ClientId], released.Payload["members"]!.AsArray().Select(id => (string)id!));

            var beside = await Measured.P99MsAsync(Commands, ShuffleAsync);
            while (Active((await ana.SnapshotAsync())["clients"]!) > 1)
            {
                await ShuffleAsync();
            }

            var memory = Measured.MemoryMb(server);
            Assert.InRange(memory, 0, 300);
            Figures.Note(
                "Phones that read nothing",
                $"{2 * pairs} of {2 * pairs} cut; p99 of a command {beside / alone:0.00} times that without them; {memory:0} MB");
        }
        finally
        {
            foreach (var phone in stopped)
            {
                phone.Kill();
                phone.Dispose();
            }
        }

        async Task ShuffleAsync()
        {
            var (status, answer) = await ana.SendAsync("shuffle");
            Assert.Equal(HttpStatusCode.OK, status);
            await hears.UntilAsync("queue.changed", message => message.EventCount == (long)answer["eventCount"]!);
        }
    }

    private static int Active(JsonNode clients) => clients.AsObject().Count(client => (bool)client.Value!["active"]!);

    private static void Signal(string signal, Process to)
    {
        using var kill = Process.Start("kill", [signal, to.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
