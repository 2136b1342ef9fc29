using CoListen.Silo.Storage;

namespace CoListen.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("colisten-test-").FullName;

    public static TheoryData<string> Errors => ["EIO", "EACCES", "EFBIG"];

    private string Target => Path.Combine(folder, "deep", "state.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_never_written_reads_as_nothing() => Assert.Null(new AtomicFile(Target).Read());

    [Fact]
    public void What_was_written_is_read_and_nothing_else_is_left()
    {
        var file = new AtomicFile(Target);

        file.Write("one"u8.ToArray());
        file.Write("two"u8.ToArray());

        Assert.Equal("two"u8.ToArray(), file.Read());
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void Only_its_owner_may_read_it_whatever_a_crash_has_left()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllText(Target + ".tmp", "half a st");

        new AtomicFile(Target).Write("one"u8.ToArray());

        Assert.Equal("one"u8.ToArray(), new AtomicFile(Target).Read());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_io_error()
    {
        File.WriteAllText(Path.Combine(folder, "deep"), "a file where the folder should be");

        Assert.Throws<IOException>(() => new AtomicFile(Target).Write("one"u8.ToArray()));
    }

    [Fact]
    public void What_is_deleted_is_gone_and_may_be_deleted_again()
    {
        var file = new AtomicFile(Target);
        file.Delete();
        file.Write("one"u8.ToArray());

        file.Delete();
        file.Delete();

        Assert.Null(file.Read());
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Whichever_calls_of_a_first_write_fail_there_is_no_file_or_the_new_one(string error) => FailEverywhere(old: null, error);

    [Theory]
    [MemberData(nameof(Errors))]
    public void Whichever_calls_of_a_write_fail_the_file_holds_the_old_bytes_or_the_new_ones(string error) =>
        FailEverywhere("old bytes", error);

    [Fact]
    public void Whichever_call_of_a_delete_fails_is_an_io_error()
    {
        var file = new AtomicFile(Target);
        for (var n = 1; n <= 3; n++)
        {
            file.Write("one"u8.ToArray());
            var disk = new FailingDisk(Target) { Error = () => new UnauthorizedAccessException(), Fails = call => call == n };

            Assert.Throws<IOException>(new AtomicFile(Target, null, disk).Delete);
        }
    }

    [Theory]
    [InlineData(22, 10, "fsync directory")]
    [InlineData(95, 10, "fsync directory")]
    [InlineData(95, 2, "fsync directory")]
    [InlineData(13, 1, "open directory")]
    public void A_disk_that_cannot_sync_directories_takes_writes(int errno, int failing, string name)
    {
        new AtomicFile(Target).Write("old"u8.ToArray());
        var disk = new FailingDisk(Target) { Error = () => new IOException("fsync", errno) };
        // open parent, fsync parent, read, open directory, delete temp, create, write, fsync, rename, fsync directory
        disk.Fails = call => call == failing;

        new AtomicFile(Target, null, disk).Write("new"u8.ToArray());

        Assert.Equal([name], disk.Failed);
        Assert.Equal("new"u8.ToArray(), new AtomicFile(Target).Read());
    }

    [Fact]
    public void What_the_last_write_wrote_is_put_back_without_reading_it()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        var disk = new FailingDisk(Target);
        var file = new AtomicFile(Target, null, disk);
        file.Write("one"u8.ToArray());
        // open directory, delete temp, create, write, fsync, rename, fsync directory
        disk.Restart(call => call == 7);

        Assert.Throws<IOException>(() => file.Write("two"u8.ToArray()));

        Assert.Equal(["fsync directory"], disk.Failed);
        Assert.Equal("one"u8.ToArray(), new AtomicFile(Target).Read());
    }

    [Fact]
    public void A_file_that_cannot_be_synced_is_refused()
    {
        using var unsyncable = Native.Open("/dev/null");

        Assert.Equal(22, Assert.Throws<IOException>(() => Native.Fsync(unsyncable)).HResult);
    }

    [Fact]
    public void A_rename_to_another_disk_fails_and_never_copies()
    {
        var (here, there) = (Path.Combine(folder, "here"), Path.Combine("/dev/shm", Path.GetFileName(folder)));
        File.WriteAllText(here, "bytes");

        Assert.Equal(18, Assert.Throws<IOException>(() => DiskCalls.System.Rename(here, there)).HResult);

        Assert.False(File.Exists(there));
        Assert.True(File.Exists(here));
    }

    private void FailEverywhere(string? old, string error)
    {
        // Call n alone, call n and those after it, and calls n and m.
        for (var n = 1; ; n++)
        {
            var disk = FailingWrite(old, error, call => call == n);
            if (disk.Failed is []) return;

            FailingWrite(old, error, call => call >= n);
            for (var m = n + 1; FailingWrite(old, error, call => call == n || call == m).Failed.Count == 2; m++)
            {
            }
        }
    }

    private FailingDisk FailingWrite(string? old, string error, Func<int, bool> fails)
    {
        if (Directory.Exists(Path.GetDirectoryName(Target)))
        {
            Directory.Delete(Path.GetDirectoryName(Target)!, recursive: true);
        }

        if (old is not null)
        {
            new AtomicFile(Target).Write(System.Text.Encoding.UTF8.GetBytes(old));
        }

        var disk = new FailingDisk(Target)
        {
            Fails = fails,
            Error = error switch
            {
                "EIO" => () => new IOException("Input/output error", 5),
                "EACCES" => () => new UnauthorizedAccessException("Permission denied"),
                _ => () => new ArgumentOutOfRangeException(nameof(error), "File too large"),
            },
        };
        var thrown = Record.Exception(() => new AtomicFile(Target, null, disk).Write("new bytes"u8.ToArray()));

        var what = $"{string.Join(", ", disk.Failed)} failed: {thrown?.GetType().Name}, durable {string.Join(" or ", disk.Durable)}";
        var good = thrown switch
        {
            null => disk.Durable.SetEquals(["new bytes"]),
            UncertainWriteException => disk.Durable.IsSubsetOf([old, "new bytes"]),
            IOException => disk.Durable.SetEquals([old]),
            _ => false,
        };
        Assert.True(good, what);
        Assert.True(disk.Failed.Contains("delete temp") || !File.Exists(Target + ".tmp"), what);
        return disk;
    }
}
