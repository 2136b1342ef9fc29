using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace CoListen.Tests.Storage;

public sealed class SessionFileStorageTests : IDisposable
{
    private static readonly GrainId Main = GrainId.Create("session", "main");
    private static readonly GrainId Kitchen = GrainId.Create("session", "Kitchen");
    private static readonly SessionSerializer Serializer = new(_ => true);

    private readonly TempDirectory folder = new();

    private string Target => Path.Combine(folder.Path, "main.json");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_record_is_the_plain_json_in_a_file_of_its_own(bool isShared)
    {
        using var files = new SessionFiles(Target, isShared);
        var storage = new SessionFileStorage(files, Serializer);
        var list = new SessionDirectory { Sessions = [new("main", "ABCD", true), new("Kitchen", "EFGH", true)] };

        await storage.WriteStateAsync("session", Main, new GrainState<SessionState>(At(1)));
        await storage.WriteStateAsync("session", Kitchen, new GrainState<SessionState>(At(2)));
        await storage.WriteStateAsync("directory", GrainId.Create("directory", "0"), new GrainState<SessionDirectory>(list));

        Assert.Equal(StateJson.Write(At(1)), File.ReadAllBytes(Target));
        Assert.Equal(StateJson.Write(At(2)), File.ReadAllBytes(files.Of("Kitchen")));
        Assert.Equal(SessionDirectoryJson.Write(list), File.ReadAllBytes(Path.Combine(folder.Path, "main.sessions.json")));
        Assert.Equal(2, (await ReadAsync(storage, Kitchen)).State!.EventCount);
    }

    [Fact]
    public async Task What_was_never_written_has_no_record_and_no_ETag()
    {
        using var files = new SessionFiles(Target);
        var read = new GrainState<SessionState>(null, "stale") { RecordExists = true };

        await new SessionFileStorage(files, Serializer).ReadStateAsync("session", Main, read);

        Assert.Equal((0, null, false), (read.State!.EventCount, read.ETag, read.RecordExists));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_over_a_state_that_was_never_read_is_refused(bool isShared)
    {
        using var files = new SessionFiles(Target, isShared);
        var storage = new SessionFileStorage(files, Serializer);
        var first = new GrainState<SessionState>(At(1));
        await storage.WriteStateAsync("session", Main, first);
        var stale = new GrainState<SessionState>(At(8), first.ETag);
        first.State = At(2);
        await storage.WriteStateAsync("session", Main, first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("session", Main, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => storage.WriteStateAsync("session", Main, new GrainState<SessionState>(At(9))));

        var read = await ReadAsync(storage, Main);
        Assert.Equal((2, first.ETag, true), (read.State!.EventCount, read.ETag, read.RecordExists));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_cleared_is_gone_and_may_be_cleared_again_and_begins_anew(bool isShared)
    {
        using var files = new SessionFiles(Target, isShared);
        var storage = new SessionFileStorage(files, Serializer);
        var record = new GrainState<SessionState>(At(1));
        await storage.WriteStateAsync("session", Kitchen, record);
        var before = new GrainState<SessionState>(At(2), record.ETag);

        await storage.ClearStateAsync("session", Kitchen, record);
        await storage.ClearStateAsync("session", Kitchen, record);

        Assert.False(File.Exists(files.Of("Kitchen")));
        Assert.Equal((0, null, false), (record.State!.EventCount, record.ETag, record.RecordExists));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("session", Kitchen, before));
        await storage.WriteStateAsync("session", Kitchen, record);
    }

    [Fact]
    public async Task Of_many_nodes_that_write_over_the_same_state_exactly_one_wins()
    {
        using var files = new SessionFiles(Target, isShared: true);
        var last = new GrainState<SessionState>(At(0));
        await new SessionFileStorage(files, Serializer).WriteStateAsync("session", Main, last);
        for (var round = 0; round < 10; round++)
        {
            var writers = Enumerable.Range(1, 6).Select(n => new GrainState<SessionState>(At((round * 10) + n), last.ETag)).ToArray();

            var won = await Task.WhenAll(writers.Select(async writer => await Record.ExceptionAsync(
                () => new SessionFileStorage(files, Serializer).WriteStateAsync("session", Main, writer)) is null));

            var winner = Assert.Single(writers.Zip(won), pair => pair.Second).First;
            last = await ReadAsync(new(files, Serializer), Main);
            Assert.Equal((winner.ETag, winner.State!.EventCount), (last.ETag, last.State!.EventCount));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_uncertain_write_the_one_who_knows_the_old_state_may_write_and_no_other(bool isShared)
    {
        using var files = new SessionFiles(Target, isShared);
        var disk = new FailingDisk(Target);
        var storage = new SessionFileStorage(files, Serializer) { Disk = disk };
        var known = new GrainState<SessionState>(At(1));
        await storage.WriteStateAsync("session", Main, known);
        var refused = new GrainState<SessionState>(At(2), known.ETag);
        disk.Fails = _ => disk.Durable.Count > 1;
        await Assert.ThrowsAsync<UncertainWriteException>(() => storage.WriteStateAsync("session", Main, refused));
        Assert.Equal(StateJson.Write(At(2)), File.ReadAllBytes(Target));
        disk.Fails = _ => false;

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => storage.WriteStateAsync("session", Main, new GrainState<SessionState>(At(3), "another")));
        await storage.WriteStateAsync("session", Main, known);

        Assert.Equal(StateJson.Write(At(1)), File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task While_another_server_holds_the_files_nothing_is_written()
    {
        using var first = new SessionFiles(Target);
        await new SessionFileStorage(first, Serializer).WriteStateAsync("session", Main, new GrainState<SessionState>(At(1)));
        using var second = new SessionFiles(Target);
        var storage = new SessionFileStorage(second, Serializer);
        var read = await ReadAsync(storage, Main);
        read.State = At(2);

        await Assert.ThrowsAsync<IOException>(() => storage.WriteStateAsync("session", Main, read));
        await Assert.ThrowsAsync<IOException>(() => storage.ClearStateAsync("session", Main, read));

        Assert.Equal(StateJson.Write(At(1)), File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_file_that_is_no_record_is_left_byte_for_byte()
    {
        using var files = new SessionFiles(Target, isShared: true);
        var storage = new SessionFileStorage(files, Serializer);
        await File.WriteAllTextAsync(Target, "{ \"eventCount\": 4", TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(storage, Main));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => storage.WriteStateAsync("session", Main, new GrainState<SessionState>(At(1))));

        Assert.Equal("{ \"eventCount\": 4", await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_settings_alone_choose_it_and_its_end_releases_the_files()
    {
        using (var host = HostOf(("GrainStorage:sessions:ProviderType", "JsonFile")))
        {
            Assert.IsType<SessionFileStorage>(host.Services.GetRequiredKeyedService<IGrainStorage>("sessions"));
            Assert.Null(host.Services.GetRequiredService<SessionFiles>().TryLock());
            Assert.Null(FileLock.TryHold(Target + ".lock", out _));
        }

        using var free = FileLock.TryHold(Target + ".lock", out _);
        Assert.NotNull(free);
    }

    [Fact]
    public void A_database_that_the_settings_choose_takes_the_same_json()
    {
        using var host = HostOf(
            ("GrainStorage:sessions:ProviderType", "AdoNet"), ("GrainStorage:sessions:Invariant", "Npgsql"), (
                "GrainStorage:sessions:ConnectionString", "Host=nowhere"));

        var options = host.Services.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get("sessions");

        Assert.Equal(StateJson.Write(At(1)), options.GrainStorageSerializer.Serialize(At(1)).ToArray());
    }

    private static SessionState At(long eventCount) => SessionState.Fresh with { EventCount = eventCount };

    private static async Task<GrainState<SessionState>> ReadAsync(SessionFileStorage storage, GrainId grain)
    {
        var read = new GrainState<SessionState>();
        await storage.ReadStateAsync("session", grain, read);
        return read;
    }

    private IHost HostOf(params (string Key, string Value)[] orleans)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(orleans.Append(("Clustering:ProviderType", "Development"))
            .Select(one => KeyValuePair.Create("Orleans:" + one.Item1, (string?)one.Item2)).Append(new("StateFile", Target)));
        builder.UseOrleans(_ => { });
        builder.Services.AddKeyedSingleton<IGrainStorageSerializer>("sessions", Serializer);
        return builder.Build();
    }
}
