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

    private long Stored => StateJson.Read(File.ReadAllBytes(Target)).EventCount;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("main.json.tmp", "EIO", "1", "not-stored")]
    [InlineData("main.json.tmp", "ENOSPC", "1+", "not-stored")]
    [InlineData("", "EIO", "1", "not-stored")]
    [InlineData("", "EIO", "1+", "storage-uncertain")]
    public async Task What_fsync_refuses_is_refused_and_not_in_the_file(string file, string error, string when, string problem)
    {
        await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target));
        using var phone = await PausingPhone.PairAsync(server);
        Assert.Equal(200, await phone.PauseAsync());
        var before = await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken);
        var path = Path.Combine(Path.GetDirectoryName(Target)!, file).TrimEnd('/');
        var strace = await Strace.AttachAsync(server.Id, "-P", path, "-e", "trace=fsync", "-e", $"inject=fsync:error={error}:when={when}");

        Assert.Equal((503, problem), await phone.TryAsync());
        Assert.Equal(before, await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        await strace.DetachAsync();

        Assert.Equal(200, await phone.PauseAsync());
        await server.KillAsync();
        Assert.Equal(phone.Acknowledged, Stored);
    }

    [Theory]
    [InlineData("fsync", "main.json.tmp", "EINTR:when=1")]
    [InlineData("fsync", "", "EINTR:when=1")]
    [InlineData("fsync", "", "EINVAL")]
    public async Task A_call_that_was_interrupted_is_made_again_and_a_folder_that_no_disk_can_sync_is_not_asked_for(
        string call, string file, string error)
    {
        await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target));
        using var phone = await PausingPhone.PairAsync(server);
        var path = Path.Combine(Path.GetDirectoryName(Target)!, file).TrimEnd('/');
        var strace = await Strace.AttachAsync(server.Id, "-P", path, "-e", $"trace={call}", "-e", $"inject={call}:error={error}");

        Assert.Equal(200, await phone.PauseAsync());
        await strace.DetachAsync();
        await server.KillAsync();
        Assert.Equal(phone.Acknowledged, Stored);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_refused_command_that_cannot_be_put_back_is_told_as_unknown_and_put_right_before_a_crash_can_bring_it_back()
    {
        await using (var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target)))
        {
            using var phone = await PausingPhone.PairAsync(server);
            Assert.Equal(200, await phone.PauseAsync());
            var before = phone.Acknowledged;

            // The rename is done and cannot be made durable; the one that would undo it is refused.
            var strace = await Strace.AttachAsync(
                server.Id, "-P", Path.GetDirectoryName(Target)!, "-P", Target, "-e", "trace=fsync,rename",
                "-e", "inject=fsync:error=EIO", "-e", "inject=rename:error=EACCES:when=2+");
            Assert.Equal((503, "storage-uncertain"), await phone.TryAsync());
            Assert.Equal(before, await phone.CountAsync());
            Assert.Equal((503, "storage-uncertain"), await phone.TryAsync());
            await strace.DetachAsync();

            // Nobody commands anything: the server itself writes until memory and disk agree.
            while (Stored != before) Assert.Equal(before, await phone.CountAsync());
            Assert.Equal(200, await phone.PauseAsync());
            await server.KillAsync();
            Assert.Equal((before + 1, before + 1), (phone.Acknowledged, Stored));
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task Whatever_the_disk_refuses_is_a_503_that_changes_nothing_and_is_over_when_the_disk_is_well()
    {
        await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target));
        using var phone = await PausingPhone.PairAsync(server);
        Assert.Equal(200, await phone.PauseAsync());
        var (temp, directory) = (Target + ".tmp", Path.GetDirectoryName(Target)!);
        (string Calls, string Path, string Error)[] failures =
        [
            ("openat", temp, "EROFS"), ("openat", temp, "EACCES"), ("openat", temp, "EMFILE"), ("pwrite64", temp, "ENOSPC"),
            ("pwrite64", temp, "EIO"), ("pwrite64", temp, "EDQUOT"), ("pwrite64", temp, "EPERM"), ("pwrite64", temp, "EFBIG"),
            ("fsync", temp, "EIO"), ("rename", temp, "EIO"), ("rename", temp, "EROFS"), ("rename", temp, "EXDEV"),
            ("fsync", directory, "EIO"),
        ];
        foreach (var (calls, path, error) in failures)
        {
            var (before, bytes) = (phone.Acknowledged, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
            var strace = await Strace.AttachAsync(server.Id, "-P", path, "-e", $"trace={calls}", "-e", $"inject={calls}:error={error}");

            // Where no directory can be synced, the old bytes are back, and that is not durable either.
            Assert.Equal((503, path == directory ? "storage-uncertain" : "not-stored"), await phone.TryAsync());
            Assert.Equal(before, await phone.CountAsync());
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
            await strace.DetachAsync();

            Assert.Equal(200, await phone.PauseAsync());
            Assert.Equal(before + 1, Stored);
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task While_each_fsync_takes_a_second_commands_wait_and_one_wins()
    {
        await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target));
        using var phone = await PausingPhone.PairAsync(server);
        using var other = await PausingPhone.PairAsync(server);
        var strace = await Strace.AttachAsync(server.Id, "-e", "trace=fsync", "-e", "inject=fsync:delay_exit=1000000");

        var answers = await Task.WhenAll(phone.PauseAsync(), other.PauseAsync());
        await strace.DetachAsync();

        Assert.Equal([200, 409], answers.Order());
        Assert.Equal(await phone.CountAsync(), Stored);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_disk_that_is_full_unmounted_or_gone_needs_no_restart()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a disk.");
        var directory = Path.GetDirectoryName(Target)!;
        await Shell.RunAsync($"mkdir {directory}; mount -t tmpfs -o size=64k tmpfs {directory}");
        var isMounted = true;
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Target));
            using var phone = await PausingPhone.PairAsync(server);
            Assert.Equal(200, await phone.PauseAsync());
            await Shell.RunAsync($"dd if=/dev/zero of={directory}/filler bs=4k 2>&1 | grep -q 'No space left'");
            Assert.Equal((503, "not-stored"), await phone.TryAsync());
            await Shell.RunAsync($"rm {directory}/filler");
            Assert.Equal(200, await phone.PauseAsync());

            await Shell.RunAsync($"umount -l {directory}");
            isMounted = false;
            Assert.Equal(200, await phone.PauseAsync());
            await Shell.RunAsync($"rm -r {directory}");
            Assert.Equal(200, await phone.PauseAsync());
            await server.KillAsync();
            Assert.Equal(phone.Acknowledged, Stored);
        }
        finally
        {
            if (isMounted) await Shell.RunAsync($"umount -l {directory}");
        }
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
        public async Task<int> PauseAsync() => (await TryAsync()).Status;

        /// <summary>The same; with the type of the problem, where it is one.</summary>
        public async Task<(int Status, string? Problem)> TryAsync()
        {
            var (status, body) = await phone.SendAsync(
                "pause", new { positionSec = Acknowledged + 1 }, Acknowledged.ToString(CultureInfo.InvariantCulture));
            Acknowledged = status == HttpStatusCode.OK ? (long)body["eventCount"]! : Acknowledged;
            return ((int)status, (string?)body["type"]);
        }

        /// <summary>The eventCount of the session.</summary>
        public async Task<long> CountAsync() => (long)(await phone.SnapshotAsync())["eventCount"]!;

        public void Dispose() => phone.Dispose();
    }
}
