using CoListen.Silo.Storage;

namespace CoListen.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("colisten-test-").FullName;

    private string Target => Path.Combine(folder, "deep", "state.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_never_written_reads_as_nothing() => Assert.Null(new AtomicFile(Target).Read());

    [Fact]
    public void What_was_written_is_read_and_nothing_else_is_left()
    {
        var file = new AtomicFile(Target);

        file.Write("one"u8);
        file.Write("two"u8);

        Assert.Equal("two"u8.ToArray(), file.Read());
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        new AtomicFile(Target).Write("one"u8);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_bytes()
    {
        var file = new AtomicFile(Target);
        file.Write("one"u8);
        Directory.CreateDirectory(Target + ".tmp");

        Assert.Throws<IOException>(() => file.Write("two"u8));

        Assert.Equal("one"u8.ToArray(), file.Read());
    }

    [Fact]
    public void A_half_written_temp_file_of_a_crash_is_in_nobodys_way()
    {
        var file = new AtomicFile(Target);
        file.Write("one"u8);
        File.WriteAllText(Target + ".tmp", "half a st");

        Assert.Equal("one"u8.ToArray(), file.Read());
        file.Write("two"u8);
        Assert.Equal("two"u8.ToArray(), file.Read());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_io_error()
    {
        File.WriteAllText(Path.Combine(folder, "deep"), "a file where the folder should be");

        Assert.Throws<IOException>(() => new AtomicFile(Target).Write("one"u8));
    }
}
