namespace CoListen.Tests.Library;

public sealed class LibraryWatcherTests : IAsyncLifetime
{
    private readonly MusicFolder folder = new();
    private TestServer server = null!;
    private TestPhone phone = null!;

    public async ValueTask InitializeAsync()
    {
        folder.Add("a.mp3", [1]);
        server = TestServer.Start(("AudioDir", folder.Audio), ("LibraryCache", folder.Cache), ("WatchAudioDir", "true"));
        phone = await server.PairAsync();
    }

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task New_files_changed_files_and_files_that_are_gone_are_noticed_by_themselves()
    {
        var before = await QueueAsync();

        folder.Add("new/folder/b.mp3", [1, 2]);
        var more = await QueueAsync(count: 2);
        Assert.Equal(before, more[..1]);

        folder.Add("a.mp3", [1, 2, 3]);
        var other = await QueueAsync(queue => !queue.Contains(before[0]));
        Assert.Equal(2, other.Length);

        File.Delete(Path.Combine(folder.Audio, "new/folder/b.mp3"));
        Assert.Single(await QueueAsync(count: 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_directory_that_goes_and_comes_back_is_watched_again()
    {
        var away = folder.Audio + "-away";
        Directory.Move(folder.Audio, away);
        File.WriteAllBytes(Path.Combine(away, "b.mp3"), [1, 2]);
        Directory.Move(away, folder.Audio);

        await QueueAsync(count: 2);
    }

    private Task<string[]> QueueAsync(int count) => QueueAsync(queue => queue.Length == count);

    private async Task<string[]> QueueAsync(Func<string[], bool>? wanted = null)
    {
        while (true)
        {
            var queue = (await phone.SnapshotAsync())["queue"]!.AsArray().Select(track => (string)track!).ToArray();
            if (wanted?.Invoke(queue) ?? queue.Length > 0) return queue;

            await Task.Yield();
        }
    }
}
