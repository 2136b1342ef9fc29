using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Orleans.Storage;

namespace CoListen.Tests.Storage;

public sealed class SessionStoreTests : IDisposable
{
    private static readonly GrainId Main = GrainId.Create("session", "main");

    private readonly TempDirectory folder = new();
    private readonly FakeLogger log = new();
    private readonly SessionFiles files;
    private readonly FailingDisk disk;
    private readonly SessionFileStorage storage;
    private readonly SessionStore store;

    public SessionStoreTests()
    {
        files = new(Target);
        disk = new(Target);
        storage = new(files, new SessionSerializer(_ => true)) { Disk = disk };
        store = Open();
    }

    private string Target => Path.Combine(folder.Path, "main.json");

    public void Dispose()
    {
        files.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_is_stored_is_read_by_the_next_one()
    {
        Assert.Equal(SessionState.Fresh, await store.ReadAsync());

        Assert.Null(await store.WriteAsync(At(1)));
        Assert.Null(await store.WriteAsync(At(2)));

        Assert.Equal(2, (await Open().ReadAsync()).EventCount);
        Assert.Equal(0, log.Collector.Count);
    }

    [Fact]
    public async Task Open_streams_alone_are_not_written()
    {
        var state = At(1) with { Clients = SessionState.Fresh.Clients.Add("c1", new("Ana", "", default)) };
        await store.WriteAsync(state);
        disk.Restart(_ => true);

        Assert.Null(await store.WriteAsync(state with
        {
            Clients = state.Clients.SetItem("c1", state.Clients["c1"] with { Streams = state.Clients["c1"].Streams.Add("s", value: true) }),
        }));

        Assert.Equal(0, disk.Calls);
        Assert.Equal(new Rejection.NotStored(), await store.WriteAsync(
            state with { Clients = SessionState.Fresh.Clients.Add("c1", new("Ben", "", default)) }));
    }

    [Fact]
    public async Task A_failing_disk_is_a_word_in_the_log_and_the_old_state_stands()
    {
        await store.WriteAsync(At(1));
        disk.Restart(_ => true);

        Assert.Equal(new Rejection.NotStored(), await store.WriteAsync(At(2)));

        Assert.Equal(LogLevel.Error, Assert.Single(log.Collector.GetSnapshot()).Level);
        disk.Restart(_ => false);
        Assert.Equal(1, (await Open().ReadAsync()).EventCount);
        Assert.Null(await store.WriteAsync(At(2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_uncertain_write_memory_and_disk_have_to_agree_first(bool isFirst)
    {
        var old = isFirst ? SessionState.Fresh : At(1);
        await store.WriteAsync(old);

        var before = disk.Durable.Single();
        disk.Restart(_ => disk.Durable.Count > 1);

        Assert.Equal(new Rejection.NotStored(Uncertain: true), await store.WriteAsync(At(2)));
        Assert.Equal(new Rejection.NotStored(Uncertain: true), await store.WriteAsync(At(3)));
        Assert.False(store.Holds(old));
        disk.Restart(_ => false);

        Assert.Null(await store.WriteAsync(old));
        Assert.True(store.Holds(old));
        Assert.Equal(before, Assert.Single(disk.Durable));
        Assert.Null(await store.WriteAsync(At(3)));
        Assert.Equal(3, (await Open().ReadAsync()).EventCount);
    }

    [Fact]
    public async Task Who_writes_over_a_state_that_another_has_written_is_to_go()
    {
        await store.WriteAsync(At(1));
        var other = Open();
        await other.ReadAsync();
        await other.WriteAsync(At(2));

        await Assert.ThrowsAsync<InconsistentStateException>(() => store.WriteAsync(At(3)));
    }

    [Fact]
    public async Task A_corrupt_state_is_screamed_of_once_and_never_written_over_until_it_is_mended()
    {
        File.WriteAllText(Target, "{");

        Assert.Equal(SessionState.Fresh, await store.ReadAsync());
        Assert.Equal(new Rejection.StateCorrupt(), await store.WriteAsync(At(1)));
        Assert.False(await store.IsMendedAsync());
        await store.ReadAsync();

        Assert.True(store.IsCorrupt);
        Assert.Equal(LogLevel.Critical, Assert.Single(log.Collector.GetSnapshot()).Level);
        Assert.StartsWith($"SCREAM: the state file {Target}", log.LatestRecord.Message, StringComparison.Ordinal);
        Assert.Equal("{", File.ReadAllText(Target));
        File.WriteAllBytes(Target, StateJson.Write(At(7)));
        Assert.True(await store.IsMendedAsync());
        Assert.Equal((7, false), ((await store.ReadAsync()).EventCount, store.IsCorrupt));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_a_disk_that_refuses_is_a_warning()
    {
        await store.WriteAsync(At(1));
        disk.Restart(_ => true);
        await store.DeleteAsync();
        Assert.Equal(LogLevel.Warning, Assert.Single(log.Collector.GetSnapshot()).Level);
        disk.Restart(_ => false);

        await store.DeleteAsync();
        await store.DeleteAsync();

        Assert.False(File.Exists(Target));
        Assert.Single(log.Collector.GetSnapshot());
    }

    private static SessionState At(long eventCount) => SessionState.Fresh with { EventCount = eventCount };

    private SessionStore Open() => new(storage, Main, log);
}
