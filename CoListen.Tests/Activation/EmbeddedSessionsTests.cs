using System.Diagnostics.Metrics;
using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CoListen.Tests.Activation;

public sealed class EmbeddedSessionsTests : IDisposable
{
    private static readonly SessionMetrics Metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly TempDirectory folder = new();

    private SessionFiles Files => new(Path.Combine(folder.Path, "main.json"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Main_is_always_there_and_stays()
    {
        await using var sessions = Wake();

        Assert.Equal(["main"], await NamesAsync(sessions));
        Assert.Equal(SessionsRefusal.MainStays, await sessions.CloseAsync("Main"));
        Assert.Equal(["main"], await NamesAsync(sessions));
    }

    [Fact]
    public async Task A_session_that_is_opened_has_a_code_and_a_state_of_its_own()
    {
        await using var sessions = Wake();

        var opened = (await sessions.OpenAsync(" Kitchen ")).Entry!;

        Assert.Equal("Kitchen", opened.Name);
        Assert.Equal(["main", "Kitchen"], await NamesAsync(sessions));
        Assert.NotEqual("MAINCODE", opened.Code);
        Assert.Equal(opened, PairingCode.Find(await sessions.ListAsync(), opened.Code));
        Assert.Equal("main", PairingCode.Find(await sessions.ListAsync(), "main-code")!.Name);
        Assert.NotSame(await sessions.FindAsync("main"), await sessions.FindAsync("KITCHEN"));
        await PairAsync(sessions, "Kitchen", "ana");
        Assert.Empty((await (await sessions.FindAsync("main"))!.ReadAsync()).Clients);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Kit\0chen")]
    public async Task What_is_no_name_is_refused(string name)
    {
        await using var sessions = Wake();

        Assert.Equal(SessionsRefusal.BadName, (await sessions.OpenAsync(name)).Refusal);
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case()
    {
        await using var sessions = Wake();
        await sessions.OpenAsync("Kitchen");

        Assert.Equal(SessionsRefusal.NameTaken, (await sessions.OpenAsync("kitchen")).Refusal);
        Assert.Equal(SessionsRefusal.NameTaken, (await sessions.OpenAsync("MAIN")).Refusal);
    }

    [Fact]
    public async Task Of_many_who_open_the_same_name_at_once_one_does()
    {
        await using var sessions = Wake();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(async () => await sessions.OpenAsync("Kitchen"))));

        Assert.Single(outcomes, outcome => outcome.Entry is not null);
        Assert.Equal(29, outcomes.Count(outcome => outcome.Refusal == SessionsRefusal.NameTaken));
    }

    [Fact]
    public async Task Twenty_are_open_at_most_and_each_has_another_code()
    {
        await using var sessions = Wake();
        for (var i = 2; i <= SessionName.MaxSessions; i++)
        {
            Assert.NotNull((await sessions.OpenAsync($"Room {i}")).Entry);
        }

        Assert.Equal(SessionsRefusal.TooMany, (await sessions.OpenAsync("One more")).Refusal);
        Assert.Equal(20, (await sessions.ListAsync()).Select(session => session.Code).Distinct().Count());
        await sessions.CloseAsync("Room 7");
        Assert.NotNull((await sessions.OpenAsync("One more")).Entry);
    }

    [Fact]
    public async Task Open_sessions_their_phones_and_their_order_survive_a_restart_and_their_codes_do_not()
    {
        string code;
        await using (var before = Wake())
        {
            await before.OpenAsync("../x");
            code = (await before.OpenAsync("Garden")).Entry!.Code;
            await PairAsync(before, "Garden", "ana");
        }

        await using var after = Wake();

        Assert.Equal(["main", "../x", "Garden"], await NamesAsync(after));
        Assert.Equal(["ana"], (await (await after.FindAsync("Garden"))!.ReadAsync()).Clients.Keys);
        Assert.Null(PairingCode.Find(await after.ListAsync(), code));
        Assert.Equal("main", PairingCode.Find(await after.ListAsync(), "MAINCODE")!.Name);
        Assert.All(Directory.GetFiles(folder.Path), path => Assert.StartsWith("main.", Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_closed_session_is_gone_for_good_and_the_next_of_its_name_begins_anew()
    {
        await using var sessions = Wake();
        await sessions.OpenAsync("Kitchen");
        await PairAsync(sessions, "Kitchen", "ana");
        var session = (await sessions.FindAsync("Kitchen"))!;

        Assert.Null(await sessions.CloseAsync("kitchen"));

        Assert.Null(await sessions.FindAsync("Kitchen"));
        Assert.Empty((await session.ReadAsync()).Clients);
        Assert.False(File.Exists(Files.Of("Kitchen")));
        Assert.Equal(SessionsRefusal.Unknown, await sessions.CloseAsync("Kitchen"));
        await sessions.OpenAsync("Kitchen");
        Assert.Empty((await (await sessions.FindAsync("Kitchen"))!.ReadAsync()).Clients);
    }

    [Fact]
    public async Task A_file_left_over_from_a_session_of_the_same_name_lets_nobody_in()
    {
        await using (var before = Wake())
        {
            await before.OpenAsync("Kitchen");
            await PairAsync(before, "Kitchen", "ana");
            var left = await File.ReadAllBytesAsync(Files.Of("Kitchen"), TestContext.Current.CancellationToken);
            await before.CloseAsync("Kitchen");
            await File.WriteAllBytesAsync(Files.Of("Kitchen"), left, TestContext.Current.CancellationToken);
        }

        await using var after = Wake();
        await after.OpenAsync("Kitchen");

        Assert.Empty((await (await after.FindAsync("Kitchen"))!.ReadAsync()).Clients);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_left_as_it_is_and_main_goes_on()
    {
        await File.WriteAllTextAsync(Files.Directory, "{ \"sessions\": [", TestContext.Current.CancellationToken);

        await using var sessions = Wake();

        Assert.Equal(["main"], await NamesAsync(sessions));
        Assert.Equal(SessionsRefusal.Corrupt, (await sessions.OpenAsync("Kitchen")).Refusal);
        Assert.Equal(SessionsRefusal.Corrupt, await sessions.CloseAsync("Kitchen"));
        Assert.Equal("{ \"sessions\": [", await File.ReadAllTextAsync(Files.Directory, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_the_disk_does_not_take_has_not_happened()
    {
        await using var sessions = Wake();
        await sessions.OpenAsync("Kitchen");

        // Where the temporary file has to be is a directory.
        Directory.CreateDirectory(Files.Directory + ".tmp");

        Assert.Equal(SessionsRefusal.NotStored, (await sessions.OpenAsync("Garden")).Refusal);
        Assert.Equal(SessionsRefusal.NotStored, await sessions.CloseAsync("Kitchen"));
        Assert.Equal(["main", "Kitchen"], await NamesAsync(sessions));
    }

    [Fact]
    public async Task Each_session_has_a_pairing_window_of_its_own()
    {
        await using var sessions = Wake("first");
        await sessions.OpenAsync("Kitchen");

        Assert.True(await sessions.TryPassAsync("Kitchen"));
        Assert.False(await sessions.TryPassAsync("Kitchen"));
        Assert.Equal([true, false], (await sessions.ListAsync()).Select(session => session.IsPairingOpen));
        await sessions.OpenPairingAsync("Kitchen");
        Assert.True(await sessions.TryPassAsync("Kitchen"));
        Assert.True(await sessions.TryPassAsync("main"));
    }

    private static async Task<IEnumerable<string>> NamesAsync(EmbeddedSessions sessions) => (await sessions.ListAsync()).Select(session => session.Name);

    private static async Task PairAsync(EmbeddedSessions sessions, string name, string clientId)
    {
        var session = (await sessions.FindAsync(name))!;
        Assert.Null((await session.ExecuteAsync(new SessionCommand.Pair(clientId, clientId, "", default))).Rejection);
    }

    private EmbeddedSessions Wake(string window = "open") => new(
        Files,
        Options.Create(new SessionOptions()),
        Options.Create(new PairingOptions { Code = "MAINCODE", Window = window }),
        TimeProvider.System,
        Metrics,
        NullLogger<EmbeddedSessions>.Instance,
        NullLoggerFactory.Instance);
}
