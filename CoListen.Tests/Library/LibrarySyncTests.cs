using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CoListen.Tests.Library;

public sealed class LibrarySyncTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_first_scan_that_fails_is_made_again_until_the_music_is_in_the_queue()
    {
        using var elsewhere = new TempDirectory();
        var log = new FakeLogCollector();
        await using var server = TestServer.Start(services => services
            .AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log))
            .AddHostedService(own => new Removal(own.GetRequiredService<IConfiguration>()["AudioDir"]!, elsewhere.Path, log)));
        using var phone = await server.PairAsync();

        Assert.Single((await phone.SnapshotAsync())["queue"]!.AsArray());
    }

    /// <summary>Takes the music away before the first scan and puts a song in its place after it.</summary>
    private sealed class Removal(string music, string elsewhere, FakeLogCollector log) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            Directory.Delete(music);
            return Task.CompletedTask;
        }

        public async Task StartedAsync(CancellationToken cancellationToken)
        {
            while (!log.GetSnapshot().Any(line => line.Message.Contains("does not exist", StringComparison.Ordinal)))
            {
                await Task.Yield();
            }

            Directory.Move(TestServer.Compose(elsewhere, songs: 1), music);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
