using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;

namespace CoListen.Tests.Grains;

/// <summary>One silo a test: there is one directory in a cluster.</summary>
public sealed class SessionDirectoryGrainTests : IAsyncLifetime
{
    private readonly TestSilo silo = new();

    private ISessionDirectoryGrain Directory => silo.Grains().GetGrain<ISessionDirectoryGrain>(0);

    public async ValueTask InitializeAsync()
    {
        await silo.InitializeAsync();
        await Directory.Join(silo.Node);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Main_is_always_there_and_stays()
    {
        Assert.Equal(["main"], await NamesAsync());
        Assert.Equal(DirectoryRefusal.MainStays, await Directory.Close("Main"));
        Assert.Equal(["main"], await NamesAsync());
    }

    [Fact]
    public async Task A_session_that_is_opened_has_a_code_and_a_state_of_its_own()
    {
        var opened = (await Directory.Open(" Kitchen ")).Entry!;

        Assert.Equal("Kitchen", opened.Name);
        Assert.Equal(["main", "Kitchen"], await NamesAsync());
        Assert.Equal(opened, PairingCode.Find(await Directory.List(), opened.Code));
        Assert.Equal("main", PairingCode.Find(await Directory.List(), "main-code")!.Name);
        await PairAsync("Kitchen");
        Assert.Empty(await ClientsAsync("main"));
    }

    [Fact]
    public async Task What_is_no_name_is_refused_and_a_name_is_taken_whatever_its_case()
    {
        await Directory.Open("Kitchen");

        Assert.Equal(DirectoryRefusal.BadName, (await Directory.Open("")).Refusal);
        Assert.Equal(DirectoryRefusal.BadName, (await Directory.Open("Kit\0chen")).Refusal);
        Assert.Equal(DirectoryRefusal.NameTaken, (await Directory.Open("kitchen")).Refusal);
        Assert.Equal(DirectoryRefusal.NameTaken, (await Directory.Open("MAIN")).Refusal);
    }

    [Fact]
    public async Task Of_many_who_open_the_same_name_at_once_one_does()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Directory.Open("Kitchen")));

        Assert.Single(outcomes, outcome => outcome.Entry is not null);
        Assert.Equal(29, outcomes.Count(outcome => outcome.Refusal == DirectoryRefusal.NameTaken));
    }

    [Fact]
    public async Task Twenty_are_open_at_most_and_each_has_another_code()
    {
        for (var i = 2; i <= SessionName.MaxSessions; i++)
        {
            Assert.NotNull((await Directory.Open($"Room {i}")).Entry);
        }

        Assert.Equal(DirectoryRefusal.TooMany, (await Directory.Open("One more")).Refusal);
        Assert.Equal(20, (await Directory.List()).Select(session => session.Code).Distinct().Count());
        await Directory.Close("Room 7");
        Assert.NotNull((await Directory.Open("One more")).Entry);
    }

    [Fact]
    public async Task Names_and_codes_outlive_the_activation()
    {
        await Directory.Open("../x");
        await Directory.Open("Garden");
        var before = await Directory.List();

        await silo.Cluster.DeactivateAsync(Directory);

        Assert.Equal(before, await Directory.List());
    }

    [Fact]
    public async Task Codes_are_new_when_all_servers_were_away_but_a_fixed_one()
    {
        await Directory.Open("Garden");
        var before = await Directory.List();
        var id = Directory.GetGrainId();
        silo.Storage.Put(id, silo.Storage.Get(id)!.Replace(silo.Node, "S127.0.0.1:1:1", StringComparison.Ordinal));
        await silo.Cluster.DeactivateAsync(Directory);

        await Directory.Join(silo.Node);

        var after = await Directory.List();
        Assert.Equal(before[0], after[0]);
        Assert.Equal("Garden", after[1].Name);
        Assert.NotEqual(before[1].Code, after[1].Code);
        Assert.Equal([before[1].Code], await Directory.FormerCodes());
    }

    [Fact]
    public async Task A_code_is_renewed_even_where_it_is_fixed_and_its_window_stays_as_it_is()
    {
        silo.Pairing.Window = "first";
        await Directory.TryPass("main");

        var renewed = (await Directory.RenewCode("MAIN")).Entry!;

        Assert.NotEqual("MAINCODE", renewed.Code);
        Assert.Equal([renewed], await Directory.List());
        Assert.False(renewed.IsPairingOpen);
        Assert.Equal(["MAINCODE"], await Directory.FormerCodes());
        Assert.Equal(DirectoryRefusal.Unknown, (await Directory.RenewCode("Kitchen")).Refusal);
    }

    [Fact]
    public async Task A_closed_session_is_gone_for_good_and_the_next_of_its_name_begins_anew()
    {
        await Directory.Open("Kitchen");
        await PairAsync("Kitchen");
        var record = silo.Storage.Get(Session("Kitchen").GetGrainId())!;

        Assert.Null(await Directory.Close("kitchen"));

        Assert.Null(silo.Storage.Get(Session("Kitchen").GetGrainId()));
        Assert.Equal(DirectoryRefusal.Unknown, await Directory.Close("Kitchen"));
        silo.Storage.Put(Session("Kitchen").GetGrainId(), record);
        await Directory.Open("Kitchen");
        Assert.Empty(await ClientsAsync("Kitchen"));
    }

    [Fact]
    public async Task Codes_and_tokens_of_a_closed_session_are_remembered()
    {
        var code = (await Directory.Open("Kitchen")).Entry!.Code;
        await Session("Kitchen").Execute(new SessionCommand.Pair("ana", "Ana", "hash of ana", default));
        Assert.False(await Directory.WasClosed("hash of ana"));

        await Directory.Close("Kitchen");

        Assert.True(await Directory.WasClosed("hash of ana"));
        Assert.False(await Directory.WasClosed("hash of ben"));
        Assert.Equal([code], await Directory.FormerCodes());
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_left_as_it_is_and_main_goes_on()
    {
        const string record = "{ \"sessions\": [";
        silo.Storage.Put(Directory.GetGrainId(), record);
        await silo.Cluster.DeactivateAsync(Directory);
        await Directory.Join(silo.Node);

        Assert.Equal(["main"], await NamesAsync());
        Assert.Equal(DirectoryRefusal.Corrupt, (await Directory.Open("Kitchen")).Refusal);
        Assert.Equal(DirectoryRefusal.Corrupt, await Directory.Close("Kitchen"));
        Assert.Equal(DirectoryRefusal.Corrupt, (await Directory.RenewCode("main")).Refusal);
        Assert.Equal("MAINCODE", (await Directory.List())[0].Code);
        Assert.Equal(record, silo.Storage.Get(Directory.GetGrainId()));
    }

    [Fact]
    public async Task What_the_disk_does_not_take_has_not_happened()
    {
        await Directory.Open("Kitchen");
        var before = await Directory.List();
        silo.Storage.Failure = new IOException("No space left on device");

        Assert.Equal(DirectoryRefusal.NotStored, (await Directory.Open("Garden")).Refusal);
        Assert.Equal(DirectoryRefusal.NotStored, await Directory.Close("Kitchen"));
        Assert.Equal(DirectoryRefusal.NotStored, (await Directory.RenewCode("Kitchen")).Refusal);
        Assert.Equal(before, await Directory.List());
    }

    [Fact]
    public async Task What_the_disk_may_have_taken_is_told_so_and_undone_before_anything_else()
    {
        await Directory.Open("Kitchen");
        var before = silo.Storage.Get(Directory.GetGrainId());
        silo.Storage.Failure = new UncertainWriteException("The directory could not be synced.", new IOException());

        Assert.Equal(DirectoryRefusal.Uncertain, (await Directory.Open("Garden")).Refusal);

        // It stays so, whatever the next failure says.
        silo.Storage.Failure = new IOException("No space left on device");
        Assert.Equal(DirectoryRefusal.Uncertain, await Directory.Close("Kitchen"));
        Assert.Equal(DirectoryRefusal.Uncertain, (await Directory.RenewCode("Kitchen")).Refusal);
        Assert.Equal(["main", "Kitchen"], await NamesAsync());

        var writes = silo.Storage.Writes;
        silo.Storage.Failure = null;
        while (silo.Storage.Writes == writes) await Directory.List();

        Assert.Equal(before, silo.Storage.Get(Directory.GetGrainId()));
        Assert.Null(await Directory.Close("Kitchen"));
    }

    [Fact]
    public async Task A_window_for_the_first_lets_one_of_many_through_and_another_after_each_reopening()
    {
        silo.Pairing.Window = "first";
        await Directory.Open("Kitchen");

        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Directory.TryPass("Kitchen"))), passed => passed);
        Assert.Equal([true, false], (await Directory.List()).Select(session => session.IsPairingOpen));
        await Directory.OpenPairing("Kitchen");
        Assert.True(await Directory.TryPass("Kitchen"));
        Assert.False(await Directory.TryPass("Kitchen"));
        Assert.True(await Directory.TryPass("main"));
    }

    private ISessionGrain Session(string name) => silo.Grains().GetGrain<ISessionGrain>(name);

    private async Task<IEnumerable<string>> NamesAsync() => (await Directory.List()).Select(session => session.Name);

    private async Task<IEnumerable<string>> ClientsAsync(string name) => (await Session(name).GetSnapshot()).View.Clients.Keys;

    private async Task PairAsync(string name) =>
        Assert.Null((await Session(name).Execute(new SessionCommand.Pair("ana", "Ana", "", default))).Rejection);
}
