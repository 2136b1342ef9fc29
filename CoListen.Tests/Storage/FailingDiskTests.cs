using CoListen.Silo.Storage;

namespace CoListen.Tests.Storage;

/// <summary>
/// The whole server on disks that fail: system calls that return errors, a device that takes no more blocks, another server.
/// </summary>
public sealed class FailingDiskTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public FailingDiskTests() => TestServer.Compose(folder.Path, songs: 3);

    private string Target => Path.Combine(folder.Path, "state", "main.json");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("main.json.tmp", "EIO", "1")]
    [InlineData("main.json.tmp", "ENOSPC", "1+")]
    [InlineData("", "EIO", "1")]
    [InlineData("", "EIO", "1+")]
    public async Task What_fsync_refuses_is_refused_and_not_in_the_file(string file, string error, string when)
    {
        await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target));
        using var phone = await PausingPhone.PairAsync(server);
        Assert.Equal(200, await phone.PauseAsync());
        var before = await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken);
        var path = Path.Combine(Path.GetDirectoryName(Target)!, file).TrimEnd('/');
        var strace = await Strace.AttachAsync(server.Id, "-P", path, "-e", "trace=fsync", "-e", $"inject=fsync:error={error}:when={when}");

        Assert.Equal(503, await phone.PauseAsync());
        await strace.DetachAsync();

        // Where no directory can be synced any more, the old bytes are put back before the next command.
        if (when == "1" || file.Length > 0)
        {
            Assert.Equal(before, await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        }

        Assert.Equal(200, await phone.PauseAsync());
        await server.KillAsync();
        Assert.Equal(phone.Acknowledged, StateJson.Read(File.ReadAllBytes(Target)).EventCount);
    }

    [Fact]
    [Trait("Takes", "long")]
    public async Task On_a_device_that_takes_no_more_blocks_nothing_acknowledged_is_lost()
    {
        await using var device = await ThinDevice.CreateAsync(folder.Path);
        var state = Path.Combine(device.Mounted, "main.json");
        await using (var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", state)))
        {
            using var phone = await PausingPhone.PairAsync(server);
            Assert.Equal(200, await phone.PauseAsync());
            await device.FillAsync();
            List<int> answers = [];
            using var stranger = server.Stranger();
            while (answers.Count < 900 && answers.Count(status => status == 503) < 20)
            {
                // Each phone makes the state longer, so that it needs blocks that the device has not got.
                using var paired = await stranger.Post("/pair", new { code = TestServer.Code, clientName = new string('x', 40) });
                answers.Add((int)paired.StatusCode);
                answers.Add(await phone.PauseAsync());
            }

            Assert.All(answers, status => Assert.True(status is 200 or 503));
            Assert.Contains(503, answers);
            await server.KillAsync();
            await device.RemountAsync();

            Assert.Equal(phone.Acknowledged, StateJson.Read(File.ReadAllBytes(state)).EventCount);
        }
    }

    [Fact]
    public async Task A_second_server_on_the_same_state_says_who_has_it_and_ends()
    {
        await using var first = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target));

        var (exitCode, output) = await ServerProcess.RunAsync(folder.Path, ("StateFile", Target));

        Assert.Equal(1, exitCode);
        Assert.EndsWith(
            $"CoListen already runs with the state {Target} (process {first.Id}). Stop it, or start this one with another --StateFile.",
            output.Trim(), StringComparison.Ordinal);
        await first.KillAsync();
        await using var next = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target));
    }

    /// <summary>A phone that counts what was acknowledged to it.</summary>
    private sealed class PausingPhone(TestPhone phone) : IDisposable
    {
        /// <summary>The eventCount of the last command that was accepted.</summary>
        public long Acknowledged { get; private set; }

        public static async Task<PausingPhone> PairAsync(ServerProcess server)
        {
            var phone = await server.PairAsync();
            return new(phone) { Acknowledged = (long)(await phone.SnapshotAsync())["eventCount"]! };
        }

        /// <summary>Pauses somewhere else: a command that has to be stored. The status of the answer.</summary>
        public async Task<int> PauseAsync()
        {
            var (status, body) = await phone.SendAsync(
                "pause", new { positionSec = Acknowledged + 1 }, Acknowledged.ToString(CultureInfo.InvariantCulture));
            Acknowledged = status == HttpStatusCode.OK ? (long)body["eventCount"]! : Acknowledged;
            return (int)status;
        }

        public void Dispose() => phone.Dispose();
    }

    /// <summary>strace(1) that makes system calls of a running process fail.</summary>
    private sealed class Strace(Process process)
    {
        public static async Task<Strace> AttachAsync(int target, params IEnumerable<string> arguments)
        {
            var start = new ProcessStartInfo("strace") { RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in arguments.Prepend("-f").Append("-p").Append(target.ToString(CultureInfo.InvariantCulture)))
            {
                start.ArgumentList.Add(argument);
            }

            var process = Process.Start(start)!;
            string? line;
            var errors = process.StandardError;
            var cancel = TestContext.Current.CancellationToken;
            while ((line = await errors.ReadLineAsync(cancel))?.Contains(" attached", StringComparison.Ordinal) != true)
            {
                Assert.True(line is not null && !line.Contains("ptrace", StringComparison.Ordinal), $"strace cannot attach: {line}");
            }

            _ = errors.ReadToEndAsync();
            return new(process);
        }

        public async Task DetachAsync()
        {
            await RunAsync($"kill -INT {process.Id}");
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>ext4 on a loop device whose backing store can run full: what a thin volume does.</summary>
    private sealed class ThinDevice(string root) : IAsyncDisposable
    {
        private readonly string disk = Path.Combine(root, "thin", "disk");

        public string Mounted => Path.Combine(root, "mounted");

        public static async Task<ThinDevice> CreateAsync(string root)
        {
            Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a device.");
            var device = new ThinDevice(root);
            await RunAsync($"""
                mkdir -p {root}/thin {device.Mounted}
                mount -t tmpfs -o size=24m tmpfs {root}/thin
                truncate -s 16m {device.disk}
                mkfs.ext4 -q -F -b 1024 -E lazy_itable_init=0,lazy_journal_init=0 {device.disk}
                fallocate -l 16m {device.disk}
                mount -o loop {device.disk} {device.Mounted}
                """);
            return device;
        }

        /// <summary>Gives the free blocks of the device back to its backing store, which somebody else then fills.</summary>
        public Task FillAsync() =>
            RunAsync($"fstrim {Mounted}; dd if=/dev/zero of={root}/thin/filler bs=64k 2>&1 | grep -q 'No space left'");

        /// <summary>Mounts the device anew, with room in its backing store: what was in memory alone is lost.</summary>
        public Task RemountAsync() => RunAsync($"umount {Mounted}; rm {root}/thin/filler; mount -o loop {disk} {Mounted}");

        public ValueTask DisposeAsync() => new(RunAsync($"umount -l {Mounted} || true; umount -l {root}/thin"));
    }

    private static async Task RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-ec", "PATH=$PATH:/usr/sbin:/sbin\n" + script])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var bash = Process.Start(start)!;
        var complaints = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, complaints);
    }
}
