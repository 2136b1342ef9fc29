using CoListen.Tests.Fuzzing;

namespace CoListen.Tests.Attacks;

/// <summary>State files that a broken disk or a hand has changed: a server starts on each, and what it cannot read it leaves as it is.</summary>
public sealed class MutatedStatesTests
{
    private const int Seed = 20261130;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 1_800_000)]
    [InlineData(6)]
    [InlineData(170, Traits = ["Takes", "long"])]
    public async Task A_server_starts_on_every_mutant_and_keeps_what_it_cannot_read_byte_for_byte(int mutants)
    {
        var server = TestServer.Start(songs: 3);
        using var ana = await server.PairAsync("Ana");
        await ana.SendAsync("wish", new { trackId = (await ana.TracksAsync())[2] });
        await server.StopAsync();
        var (sound, mutator, corrupt, loaded) = (await File.ReadAllBytesAsync(server.StateFile, Cancel), new Mutator(Seed), 0, 0);
        for (var i = 0; i < mutants; i++)
        {
            var mutant = mutator.Mutate([sound]);
            await File.WriteAllBytesAsync(server.StateFile, mutant, Cancel);
            server = server.StartAgain();
            using var phone = server.Known(ana.Token);
            using var stranger = server.Stranger();

            using var health = await stranger.Get("/health");
            using var snapshot = await phone.Get("/snapshot");
            using var pairing = await stranger.Post("/pair", new { code = TestServer.Code });
            if (pairing.StatusCode == HttpStatusCode.OK)
            {
                loaded++;
                using var paired = server.Known(TestPhone.TokenOf(pairing));
                var (status, answer) = await paired.SendAsync("shuffle");
                Assert.True(status == HttpStatusCode.OK, $"Mutant {i}: {answer}");
                await server.StopAsync();
            }
            else
            {
                corrupt++;
                await pairing.IsProblem(HttpStatusCode.InternalServerError, "state-corrupt");
                Assert.Equal(HttpStatusCode.InternalServerError, snapshot.StatusCode);
                await server.StopAsync();
                Assert.Equal(mutant, await File.ReadAllBytesAsync(server.StateFile, Cancel));
            }

            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        }

        Directory.Delete(server.Folder, recursive: true);
        Assert.True(loaded > 0 && corrupt > 0);
        Figures.Note("Mutated state files", $"{mutants}: {loaded} loaded, {corrupt} told as corrupt and kept");
    }
}
