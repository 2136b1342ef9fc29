using System.Buffers.Binary;
using System.Net.Sockets;

namespace CoListen.Tests.Attacks;

/// <summary>The ports that the silo opens beside the one for phones.</summary>
public sealed class SiloPortTests
{
    private const int Seed = 20261130;

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    [Theory(Timeout = 300_000)]
    [InlineData(20)]
    [InlineData(2000, Traits = ["Takes", "long"])]
    public async Task Only_this_machine_reaches_them_and_no_bytes_that_are_thrown_at_them_harm_a_room(int attacks)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Ports are listed in /proc.");
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, songs: 1);
        await using var server = await ServerProcess.StartAsync(
            folder.Path, ("StateFile", Path.Combine(folder.Path, "state.json")), ("Urls", "http://*:0"));
        var phones = server.Url.Port;
        var listening = Listening(server.Id);
        var ports = listening.Where(at => at.Port != phones).ToList();
        Assert.NotEmpty(ports);
        Assert.All(ports, at => Assert.True(IPAddress.IsLoopback(at.Address), $"{at} listens for everybody"));

        using var ana = new TestPhone(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new($"http://127.0.0.1:{phones}") };
        await ana.PairAsync(TestServer.Code, "Ana");
        await using var hears = await ana.ListenAsync();
        await hears.UntilAsync("snapshot");
        var random = new Random(Seed);
        var held = new List<Socket>();
        using var all = new Disposables(held);
        for (var i = 0; i < attacks; i++)
        {
            var port = ports[i % ports.Count];
            var socket = new Socket(port.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(port, TestContext.Current.CancellationToken);
            await socket.SendAsync(Hostile(random, i), TestContext.Current.CancellationToken);

            // Half of them say no more and stay.
            if (i % 2 == 0) held.Add(socket);
            else socket.Dispose();
        }

        var (status, _) = await ana.SendAsync("seek", new { positionSec = 7 });
        Assert.True(status == HttpStatusCode.OK, $"seed {Seed}: {status} {server.Output}");
        await hears.UntilAsync("seeked");
        using var ben = new TestPhone(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = ana.BaseAddress };
        await ben.PairAsync(TestServer.Code, "Ben");
        Assert.Equal(2, (await ben.SnapshotAsync())["clients"]!.AsObject().Count);
        Assert.Equal(listening.Order(ByText.Instance), Listening(server.Id).Order(ByText.Instance));
        Figures.Note("Bytes thrown at the silo's port", $"{attacks} connections, {held.Count} of them held open; phones unhurt");
    }

    /// <summary>Noise; or a preamble as a silo sends it (its length, then a record), with a length or a record that is none.</summary>
    private static byte[] Hostile(Random random, int kind)
    {
        var noise = new byte[random.Next(1, 4096)];
        random.NextBytes(noise);
        int? length = (kind % 8) switch
        {
            0 => null,
            1 => 0,
            2 => -1,
            3 => int.MaxValue,
            4 => 1024,
            5 => noise.Length,
            6 => noise.Length + 1,
            _ => 1,
        };
        if (length is not { } said) return noise;

        var preamble = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(preamble, said);
        return [.. preamble, .. noise];
    }

    /// <summary>Where a process listens: sockets in the state 0A (proc_net_tcp) that it has open.</summary>
    private static List<IPEndPoint> Listening(int process)
    {
        var own = Directory.GetFiles($"/proc/{process}/fd").Select(fd => new FileInfo(fd).LinkTarget).ToHashSet(StringComparer.Ordinal);
        return [.. Tables.SelectMany(File.ReadLines).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == "0A" && own.Contains($"socket:[{fields[9]}]"))
            .Select(fields => fields[1].Split(':'))
            .Select(at => new IPEndPoint(Address(at[0]), int.Parse(at[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)))];
    }

    /// <summary>An address is written as words in the order of this machine.</summary>
    private static IPAddress Address(string hex)
    {
        var words = Enumerable.Range(0, hex.Length / 8)
            .Select(i => uint.Parse(hex.AsSpan(8 * i, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        var address = new IPAddress([.. words.SelectMany(BitConverter.GetBytes)]);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private sealed class ByText : IComparer<IPEndPoint>
    {
        public static readonly ByText Instance = new();

        public int Compare(IPEndPoint? x, IPEndPoint? y) => string.CompareOrdinal(x?.ToString(), y?.ToString());
    }
}
