using CoListen.Silo.Storage;

namespace CoListen.Tests.Storage;

/// <summary>
/// Every crash of the disk during every history of a few writes, with every call failing in it: see <see cref="DiskJournal"/> for what a
/// crash may leave. Exhaustive.
/// </summary>
public sealed class AtomicFileCrashTests : IDisposable
{
    private static readonly string[] Contents = ["first", "second one", "third"];

    private readonly TempDirectory folder = new();
    private int images;

    private string Target => Path.Combine(folder.Path, "some", "folder", "state.json");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("before")]
    public void A_crash_between_any_two_calls_leaves_the_old_file_or_the_new_one_and_after_the_return_the_new_one(string? old)
    {
        // No call fails, one does, two do, or all from one on.
        Live(old, _ => false);
        for (var n = 1; Live(old, call => call == n) is 1; n++)
        {
            Live(old, call => call >= n);
            for (var m = n + 1; Live(old, call => call == n || call == m) is 2; m++)
            {
            }
        }

        Figures.Note($"crash images of an atomic file, beginning with {old ?? "none"}", images.ToString(CultureInfo.InvariantCulture));
        Assert.True(images > 1_000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("before")]
    public void A_process_that_is_killed_between_any_two_calls_leaves_a_disk_on_which_the_next_one_loses_nothing(string? old)
    {
        for (var n = 1; ; n++)
        {
            var disk = Begin(old);
            disk.Fails = call => call >= n;
            var allowed = Write(disk, new AtomicFile(Target, null, disk), "killed", [old]);
            var killed = disk.Failed.Count > 0;
            disk.Restart(_ => false);
            var file = new AtomicFile(Target, null, disk);
            Assert.Contains(file.Read() is { } read ? Encoding.UTF8.GetString(read) : null, (HashSet<string?>)[old, "killed"]);

            foreach (var content in Contents) allowed = Write(disk, file, content, [.. allowed, "killed"]);

            Assert.Equal([Contents[^1]], allowed);
            if (!killed) return;
        }
    }

    /// <summary>Writes all contents while calls fail. Returns how many did.</summary>
    private int Live(string? old, Func<int, bool> fails)
    {
        var disk = Begin(old);
        disk.Fails = fails;
        var file = new AtomicFile(Target, null, disk);
        HashSet<string?> allowed = [old];
        foreach (var content in Contents) allowed = Write(disk, file, content, allowed);
        return disk.Failed.Count;
    }

    private FailingDisk Begin(string? old)
    {
        if (Directory.Exists(Path.Combine(folder.Path, "some"))) Directory.Delete(Path.Combine(folder.Path, "some"), recursive: true);
        if (old is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
            File.WriteAllText(Target, old);
        }

        return new(Target);
    }

    /// <summary>Writes, and looks at each crash on the way. Returns what a crash may leave from now on.</summary>
    private HashSet<string?> Write(FailingDisk disk, AtomicFile file, string content, HashSet<string?> before)
    {
        var began = disk.Journal.Count;
        var thrown = Record.Exception(() => file.Write(Encoding.UTF8.GetBytes(content)));
        var failed = $"{content}: {string.Join(", ", disk.Failed)} failed, {thrown?.Message}";
        for (var call = began; call <= disk.Journal.Count; call++)
        {
            var left = disk.Journal.After(Target, call);
            images += left.Count;
            Assert.True(left.IsSubsetOf([.. before, content]), $"{failed}: a crash behind call {call} leaves {string.Join(" or ", left)}");
        }

        HashSet<string?> after = thrown switch
        {
            null => [content],
            UncertainWriteException => [.. before, content],
            IOException => before,
            _ => [],
        };
        Assert.True(disk.Durable.IsSubsetOf(after), $"{failed}: a crash after it leaves {string.Join(" or ", disk.Durable)}");
        return after;
    }
}
