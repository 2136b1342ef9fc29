using System.Text.RegularExpressions;

namespace CoListen.Tests;

public sealed partial class ListeningTests
{
    [Fact(Timeout = 120_000)]
    public async Task Beside_the_web_server_nothing_listens_beyond_this_machine()
    {
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, songs: 1);
        await using var server = await ServerProcess.StartAsync(
            folder.Path, ("StateFile", Path.Combine(folder.Path, "state.json")), ("Urls", "http://127.0.0.1:0"));

        var listening = Listening(server.Id).ToList();

        Assert.Contains(listening, one => one.Port == server.Url.Port);
        Assert.Contains(listening, one => one.Port != server.Url.Port);
        Assert.All(listening, one => Assert.True(IPAddress.IsLoopback(one.Address), $"{one} listens"));
    }

    /// <summary>The TCP sockets on which a process listens, from proc(5).</summary>
    private static IEnumerable<IPEndPoint> Listening(int process)
    {
        var sockets = Directory.GetFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget).ToHashSet(StringComparer.Ordinal);
        return new[] { "tcp", "tcp6" }.SelectMany(table => File.ReadLines($"/proc/{process}/net/{table}")).Select(line => Listener().Match(line))
            .Where(socket => socket.Success && sockets.Contains($"socket:[{socket.Groups["inode"].Value}]"))
            .Select(socket => new IPEndPoint(Address(socket.Groups["address"].Value), Convert.ToInt32(socket.Groups["port"].Value, 16)));
    }

    /// <summary>An address is printed in words of four bytes, each as a number of this machine.</summary>
    private static IPAddress Address(string hex) => new([.. hex.Chunk(8).SelectMany(word => BitConverter.GetBytes(Convert.ToUInt32(new string(word), 16)))]);

    [GeneratedRegex("^ *[0-9]+: (?<address>[0-9A-F]+):(?<port>[0-9A-F]{4}) [0-9A-F]+:0000 0A (?:[^ ]+ +){5}(?<inode>[0-9]+) ", RegexOptions.None, 1_000)]
    private static partial Regex Listener();
}
