using CoListen.Silo.Storage;
using CoListen.Tests.Grains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Orleans.Storage;

namespace CoListen.Tests.Library;

public sealed class LibrarySyncTests
{
    [Fact]
    public async Task The_room_has_what_was_found_while_the_scan_goes_on_and_tells_how_far_it_is()
    {
        using var folder = new TempDirectory();
        var music = Directory.CreateDirectory(Path.Combine(folder.Path, "music")).FullName;
        for (var i = 1; i <= 100; i++)
        {
            await File.WriteAllBytesAsync(
                Path.Combine(music, $"quick {i}.mp3"), MusicFolder.QuickMp3(), TestContext.Current.CancellationToken);
        }

        for (var i = 1; i <= 3; i++)
        {
            await File.WriteAllBytesAsync(
                Path.Combine(music, $"first slow {i}.mp3"), MusicFolder.SlowMp3(), TestContext.Current.CancellationToken);
        }

        await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Path.Combine(folder.Path, "state.json")));
        using var screen = server.Stranger();
        using var phone = await server.PairAsync();
        var (read, queued) = (new HashSet<int>(), new HashSet<int>());
        while (await IndexedAsync() < 103)
        {
            var queue = (await phone.SnapshotAsync())["queue"]!.AsArray();
            using var answer = await screen.Get("/host/scan");
            var progress = await answer.Json();
            read.Add(progress.GetProperty("read").GetInt32());
            Assert.True(progress.GetProperty("total").GetInt32() is 0 or 103);
            if (progress.GetProperty("total").GetInt32() == 103) queued.Add(queue.Count);
        }

        // Which of these are seen depends on what else the machine has to do.
        Assert.Contains(read, count => count is > 0 and < 103);
        Assert.Contains(queued, count => count is >= 100 and < 103);
        using var unreadable = await screen.Get("/host/unreadable");
        Assert.Equal(
            ["first slow 1.mp3", "first slow 2.mp3", "first slow 3.mp3"],
            (await unreadable.Json()).EnumerateArray().Select(file => file.GetProperty("path").GetString()));
        while (await ScanAsync() != """{"read":0,"total":0}""")
        {
            // The index is there a moment before the scan is over.
            await Task.Yield();
        }

        async Task<string> ScanAsync()
        {
            using var scan = await screen.Get("/host/scan");
            return await scan.Text();
        }

        async Task<int> IndexedAsync()
        {
            using var index = await screen.Get("/host/index");
            return (await index.Json()).GetArrayLength();
        }
    }

    [Fact]
    public async Task What_a_disk_refuses_at_the_start_is_in_the_queue_once_it_is_well()
    {
        var storage = new FailingGrainStorage { Failure = new IOException("Read-only file system") };
        await using var server = TestServer.Start(
            services => services.AddKeyedSingleton<IGrainStorage>(SessionStore.ProviderName, storage), songs: 2, more: []);
        using var phone = server.Stranger();
        using var refused = await phone.Post("/pair", new { code = TestServer.Code });
        await refused.IsProblem(HttpStatusCode.ServiceUnavailable, "not-stored");

        storage.Failure = null;
        using var paired = await server.PairAsync();

        while ((await paired.SnapshotAsync())["queue"]!.AsArray().Count < 2)
        {
            await Task.Yield();
        }
    }

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
