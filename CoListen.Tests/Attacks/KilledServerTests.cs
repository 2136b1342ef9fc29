namespace CoListen.Tests.Attacks;

/// <summary>Servers beside each other, killed (SIGKILL) again and again while phones command and pair.</summary>
public sealed class KilledServerTests
{
    [Theory]
    [InlineData(50, Timeout = 600_000)]
    [InlineData(500, Timeout = 7_200_000, Traits = ["Takes", "long"])]
    public async Task A_killed_server_has_lost_nothing_that_it_acknowledged(int kills)
    {
        const int servers = 5;

        var lives = await Task.WhenAll(Enumerable.Range(1, servers).Select(seed => KillAsync(seed, kills / servers)));

        Figures.Note(
            "kills under load",
            $"{kills}; {lives.Sum(one => one.Events)} events and {lives.Sum(one => one.Paired)} pairings acknowledged, none lost; "
            + $"{lives.Sum(one => one.Messages)} messages in order");
    }

    private static async Task<(long Events, int Paired, int Messages)> KillAsync(int seed, int times)
    {
        var random = new Random(seed);
        using var room = new AttackedRoom(seed, clients: 4, listening: 4);
        List<TestPhone> guests = [];
        var paired = 0;
        for (var life = 0; life < times; life++)
        {
            await using var server = life == 0 ? await room.BeginAsync() : await room.StartAsync();
            foreach (var guest in guests)
            {
                using var answer = await server.Known(guest).Get("/snapshot");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            guests.Clear();
            await Task.WhenAll(room.LiveAsync(server, life, random.Next(1, 60)), PairAsync(server, guests));
            paired += guests.Count;
            await room.ReadFileAsync(life);
        }

        var messages = await room.CheckAsync();
        await using var last = await room.StartAsync();
        (await last.PairAsync()).Dispose();
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(room.StateFile)!, "*.tmp"));
        Assert.True(paired > 0);
        return (room.Recorder.Acknowledged, paired, messages);
    }

    /// <summary>Pairs phones until the server is killed, or takes no more for a while.</summary>
    private static async Task PairAsync(ServerProcess server, List<TestPhone> guests)
    {
        try
        {
            while (true)
            {
                using var stranger = server.Stranger();
                using var answer = await stranger.Post("/pair", new { code = TestServer.Code });
                if (answer.StatusCode == HttpStatusCode.TooManyRequests) return;

                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                guests.Add(new TestPhone(new SocketsHttpHandler()) { BaseAddress = server.Url, Token = TestPhone.TokenOf(answer) });
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Killed.
        }
    }
}
