using System.Text.Json.Nodes;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;

namespace CoListen.Tests.Attacks;

/// <summary>
/// Phones that send random commands at once to a server that is killed (SIGKILL) in the midst of them and started again, with everything
/// recorded. The phones that listen open their streams before the others go on, so that it is known who is here.
/// </summary>
internal sealed class AttackedRoom(int seed, int clients, int listening) : IDisposable
{
    private const int Songs = 6;

    private readonly TempDirectory folder = new();
    private readonly List<RecordedStream> streams = [];
    private TestPhone[] phones = [];
    private SessionState initial = SessionState.Fresh;

    public Recorder Recorder { get; } = new();

    public string StateFile => Path.Combine(folder.Path, "state", "main.json");

    /// <summary>Starts the server, pairs the phones, and waits for the songs.</summary>
    public async Task<ServerProcess> BeginAsync()
    {
        TestServer.Compose(folder.Path, Songs);
        var server = await StartAsync();
        phones = await Task.WhenAll(Enumerable.Range(0, clients).Select(i => server.PairAsync($"phone {i}")));
        JsonNode snapshot;
        do
        {
            snapshot = await phones[0].SnapshotAsync();
        }
        while (snapshot["queue"]!.AsArray().Count < Songs);

        initial = Recorder.InitialOf(snapshot);
        return server;
    }

    public Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        folder.Path, ("StateFile", StateFile), ("LibraryCache", Path.Combine(folder.Path, "library")), ("Session:StallSec", "600"),
        ("Session:ListenerGraceSec", "600"));

    /// <summary>All phones come to the server and send commands; it is killed when so many have been answered.</summary>
    public async Task LiveAsync(ServerProcess server, int life, int commands)
    {
        phones = [.. phones.Select(server.Known)];
        for (var i = 0; i < listening; i++) await ListenAsync(phones[i], life);

        var left = commands;
        await Task.WhenAll(phones.Select(async (phone, i) =>
        {
            var random = new Random((seed * 1_000_000) + (life * 1_000) + i);
            var known = await Recorder.ReadAsync(phone, life);
            while (known is not null)
            {
                known = await Recorder.SendAsync(phone, life, random, known);
                if (Interlocked.Decrement(ref left) == 0) await server.KillAsync();
            }
        }));
    }

    /// <summary>What the dead process has left on the disk.</summary>
    public async Task ReadFileAsync(int life)
    {
        var restart = Recorder.Begin(new SessionCommand.Restart(), life);
        var bytes = await File.ReadAllBytesAsync(StateFile);
        var stored = StateJson.Read(bytes).EventCount;
        Recorder.End(restart, HttpStatusCode.OK, JsonNode.Parse(bytes));
        var acknowledged = Recorder.Acknowledged;
        Assert.True(stored >= acknowledged, $"seed {seed}: {acknowledged} was acknowledged, {stored} is stored");
    }

    /// <summary>Fails unless one order of all that was asked explains all that was answered, stored and heard.</summary>
    /// <returns>How many messages the streams brought.</returns>
    public async Task<int> CheckAsync()
    {
        var expected = RecordedStream.Expected(HistoryChecker.Check(initial, Recorder.Calls, $"{seed}"));
        return (await Task.WhenAll(streams.Select(stream => stream.CheckAsync(expected)))).Sum();
    }

    public void Dispose() => folder.Dispose();

    private async Task ListenAsync(TestPhone phone, int life)
    {
        var snapshot = await phone.SnapshotAsync();
        var sounds = snapshot["listeners"]!.AsArray().Any(id => (string)id! == phone.ClientId);
        long? anchor = sounds ? (long)snapshot["anchorEvent"]! : null;
        var opening = Recorder.Begin(new SessionCommand.OpenStream(phone.ClientId, $"{life} {phone.ClientId}", anchor), life);
        streams.Add(await RecordedStream.BeginAsync(await phone.ListenAsync(anchor)));
        Recorder.End(opening, HttpStatusCode.OK, body: null);
    }
}
