using System.Text.Json;
using CoListen.Silo.Orleans;
using Orleans.Storage;

namespace CoListen.Tests.Orleans;

/// <summary>The cases that Orleans' own persistence test kit (GrainStorageTestRunner) names, and what files add to them.</summary>
public sealed class JsonFileGrainStorageTests : IDisposable
{
    private const string StateName = "TestGrain";
    private readonly string folder = Directory.CreateTempSubdirectory("colisten-test-").FullName;
    private readonly JsonFileGrainStorage storage;

    public JsonFileGrainStorageTests() => storage = Open();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WriteReadIdCyrillic()
    {
        var (id, written) = New(0);
        written.State!.A = "Привет, мир";
        await WriteAndReadAsync(id, written);
    }

    [Fact]
    public async Task WriteDuplicateFailsWithInconsistentStateException()
    {
        var (id, state) = New();
        await WriteAndReadAsync(id, state);
        state.ETag = null;

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(StateName, id, state));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteOrClearInconsistentFailsWithInconsistentStateException(bool clear)
    {
        var (id, state) = New("initial");
        await storage.WriteStateAsync(StateName, id, state);
        var stale = new GrainState<TestState>(new() { A = "stale" }, state.ETag) { RecordExists = true };
        state.State = new() { A = "latest", B = 3, C = 4 };
        await storage.WriteStateAsync(StateName, id, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            clear ? storage.ClearStateAsync(StateName, id, stale) : storage.WriteStateAsync(StateName, id, stale));

        var read = await ReadAsync(id);
        Assert.Equal((state.State, state.ETag, true), (read.State, read.ETag, read.RecordExists));
    }

    [Fact]
    public async Task WriteReadWriteReadStatesInParallel()
    {
        var grains = Enumerable.Range(33900, 40).Select(key => New(key)).ToArray();
        await Parallel.ForEachAsync(grains, async (grain, _) =>
        {
            for (var k = 0; k < 10; k++)
            {
                var before = grain.State.ETag;
                await WriteAndReadAsync(grain.Id, grain.State);
                Assert.NotEqual(before, grain.State.ETag);
            }
        });
    }

    [Fact]
    public async Task ReadNonExistentState()
    {
        var (id, state) = New("stale");
        state.RecordExists = true;

        await storage.ReadStateAsync(StateName, id, state);

        Assert.Equal((new TestState(), null, false), (state.State, state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task ReadNonExistentStateHasNonNullState()
    {
        var (id, state) = New();
        state.State = null!;

        await storage.ReadStateAsync(StateName, id, state);

        Assert.NotNull(state.State);
    }

    [Fact]
    public async Task WriteClearWrite()
    {
        var (id, state) = New("First");
        await storage.WriteStateAsync(StateName, id, state);
        var first = state.ETag;
        await storage.ClearStateAsync(StateName, id, state);
        var cleared = state.ETag;
        Assert.NotEqual(first, cleared);
        Assert.False(state.RecordExists);

        state.State = new() { A = "Second", B = 2 };
        await WriteAndReadAsync(id, state);

        Assert.NotEqual(cleared, state.ETag);
    }

    [Fact]
    public async Task WriteClearRead()
    {
        var (id, state) = New("Original");
        await storage.WriteStateAsync(StateName, id, state);
        await storage.ClearStateAsync(StateName, id, state);

        await WriteAndReadAsync(id, new GrainState<TestState>(new(), state.ETag));
    }

    [Theory]
    [InlineData("StringKey-5f2c")]
    [InlineData("../../etc/passwd")]
    [InlineData("CON")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j\n\0k")]
    [InlineData("日本語 🎵")]
    public async Task WriteRead_StringKey(string key)
    {
        var id = GrainId.Create("my-grain-type", key);
        await WriteAndReadAsync(id, new GrainState<TestState>(new() { A = key, B = 123 }));
        Assert.StartsWith(folder + Path.DirectorySeparatorChar, Path.GetFullPath(storage.PathOf(StateName, id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteRead_IntegerKey()
    {
        var (id, state) = New(long.MaxValue);
        await WriteAndReadAsync(id, state);
    }

    [Fact]
    public async Task Keys_that_look_alike_have_records_of_their_own()
    {
        string[] keys = ["a", "A", "a ", "a.json", "%61", "a%", new('x', 400), new string('x', 400) + "y"];
        foreach (var key in keys)
        {
            await storage.WriteStateAsync(StateName, GrainId.Create("t", key), new GrainState<TestState>(new() { A = key }));
        }

        foreach (var key in keys)
        {
            Assert.Equal(key, (await ReadAsync(GrainId.Create("t", key))).State!.A);
        }

        var files = keys.Select(key => storage.PathOf(StateName, GrainId.Create("t", key))).ToArray();
        Assert.Equal(keys.Length, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(files, file => Assert.InRange(Path.GetFileName(file + ".lock").Length, 1, 255));
    }

    [Fact]
    public async Task ETagChangesOnWrite_even_with_same_values()
    {
        var (id, state) = New("Version");
        HashSet<string> seen = [];
        for (var i = 0; i < 3; i++)
        {
            await storage.WriteStateAsync(StateName, id, state);
            Assert.True(seen.Add(state.ETag!));
        }
    }

    [Fact]
    public async Task ClearBeforeWrite()
    {
        var (id, state) = New("stale");
        state.RecordExists = true;

        await storage.ClearStateAsync(StateName, id, state);

        Assert.Equal((new TestState(), false), (state.State, state.RecordExists));
    }

    [Fact]
    public async Task ClearUpdatesETag_and_does_not_nullify_state_and_can_be_repeated()
    {
        var (id, state) = New("TestData");
        await storage.WriteStateAsync(StateName, id, state);
        var written = state.ETag;
        for (var i = 0; i < 2; i++)
        {
            await storage.ClearStateAsync(StateName, id, state);
            Assert.NotEqual(written, state.ETag);
            Assert.NotNull(state.State);
            Assert.False(state.RecordExists);
        }
    }

    [Fact]
    public async Task ReadAfterClear_and_a_write_from_before_the_clear_fails()
    {
        var (id, state) = New("OriginalData");
        await storage.WriteStateAsync(StateName, id, state);
        var before = new GrainState<TestState>(new(), state.ETag);
        await storage.ClearStateAsync(StateName, id, state);

        var read = await ReadAsync(id);

        Assert.Equal((new TestState(), state.ETag, false), (read.State, read.ETag, read.RecordExists));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(StateName, id, before));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(StateName, id, new GrainState<TestState>(new())));
    }

    [Fact]
    public async Task StateNamesUseIndependentRecords()
    {
        var id = GrainId.Create("test-grain", "one");
        await storage.WriteStateAsync("first-state", id, new GrainState<TestState>(new() { A = "first" }));
        await storage.WriteStateAsync("second-state", id, new GrainState<TestState>(new() { A = "second" }));

        var read = new GrainState<TestState>();
        await storage.ReadStateAsync("first-state", id, read);

        Assert.Equal("first", read.State!.A);
    }

    [Fact]
    public async Task Of_many_writers_with_the_same_ETag_exactly_one_wins()
    {
        var (id, state) = New("first");
        await storage.WriteStateAsync(StateName, id, state);
        for (var round = 0; round < 20; round++)
        {
            var writers = Enumerable.Range(0, 8).Select(n => new GrainState<TestState>(new() { B = n }, state.ETag)).ToArray();

            var won = await Task.WhenAll(writers.Select(writer => Task.Run(async () => await Record.ExceptionAsync(() => Open().WriteStateAsync(StateName, id, writer)) is null)));

            var winner = Assert.Single(writers.Zip(won), pair => pair.Second).First;
            state = await ReadAsync(id);
            Assert.Equal((winner.ETag, winner.State), (state.ETag, state.State));
        }
    }

    [Fact]
    public async Task A_file_that_is_no_record_is_left_byte_for_byte()
    {
        var (id, state) = New("fine");
        await storage.WriteStateAsync(StateName, id, state);
        await File.WriteAllTextAsync(storage.PathOf(StateName, id), "{ \"eTag\": 4", TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(id));
        await Assert.ThrowsAnyAsync<JsonException>(() => storage.WriteStateAsync(StateName, id, state));

        Assert.Equal("{ \"eTag\": 4", await File.ReadAllTextAsync(storage.PathOf(StateName, id), TestContext.Current.CancellationToken));
    }

    private static (GrainId Id, GrainState<TestState> State) New(long key) =>
        (GrainId.Create(GrainType.Create("my-grain-type"), GrainIdKeyExtensions.CreateIntegerKey(key)), new(new() { A = "TestInteger", B = 456, C = key }));

    private static (GrainId Id, GrainState<TestState> State) New(string? value = null)
    {
        var (id, state) = New(Random.Shared.NextInt64());
        state.State = new() { A = value };
        return (id, state);
    }

    private JsonFileGrainStorage Open() => new("files", new() { RootDirectory = folder });

    private async Task<GrainState<TestState>> ReadAsync(GrainId id)
    {
        var read = new GrainState<TestState>(new());
        await storage.ReadStateAsync(StateName, id, read);
        return read;
    }

    private async Task WriteAndReadAsync(GrainId id, GrainState<TestState> state)
    {
        await storage.WriteStateAsync(StateName, id, state);
        var read = await ReadAsync(id);
        Assert.Equal((state.State, state.ETag, true), (read.State, read.ETag, read.RecordExists));
        Assert.True(state.RecordExists);
    }

    private sealed record TestState
    {
        public string? A { get; set; }

        public int B { get; set; }

        public long C { get; set; }
    }
}
