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
        var open = Directory.GetFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget).ToList();
        return File.ReadLines($"/proc/{process}/net/tcp").Concat(File.ReadLines($"/proc/{process}/net/tcp6"))
            .Select(line => Listener().Match(line).Groups).Where(socket => open.Contains($"socket:[{socket["inode"].Value}]"))
            .Select(socket => new IPEndPoint(Address(socket["address"].Value), Convert.ToInt32(socket["port"].Value, 16)));
    }

    /// <summary>An address is printed in words of four bytes, each as a number of this machine.</summary>
    private static IPAddress Address(string hex) =>
        new([.. hex.Chunk(8).SelectMany(word => BitConverter.GetBytes(Convert.ToUInt32(new string(word), 16)))]);

    [GeneratedRegex(
        "^ *[0-9]+: (?<address>[0-9A-F]+):(?<port>[0-9A-F]{4}) [^ ]+ 0A (?:[^ ]+ +){5}(?<inode>[0-9]+) ", RegexOptions.None, 1_000)]
    private static partial Regex Listener();
}
