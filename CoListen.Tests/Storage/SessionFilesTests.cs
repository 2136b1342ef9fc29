using CoListen.Silo.Storage;

namespace CoListen.Tests.Storage;

public sealed class SessionFilesTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "state"));

    private readonly SessionFiles files = new(Path.Combine(Folder, "main.json"));

    [Theory]
    [InlineData("Kitchen", "main.kitchen-")]
    [InlineData("../../etc/passwd", "main.etcpasswd-")]
    [InlineData("/", "main.-")]
    [InlineData(@"C:\con.json", "main.cconjson-")]
    [InlineData("🎵🎵", "main.-")]
    [InlineData("sessions", "main.sessions-")]
    public void A_session_keeps_its_state_beside_main_whatever_it_is_called(string name, string start)
    {
        var path = files.Of(name);

        Assert.Equal(Folder, Path.GetDirectoryName(path));
        Assert.StartsWith(start, Path.GetFileName(path), StringComparison.Ordinal);
        Assert.Matches(@"^main\.[a-z0-9]*-[0-9a-f]{16}\.json$", Path.GetFileName(path));
    }

    [Fact]
    public void The_longest_name_is_no_long_path()
    {
        Assert.InRange(Path.GetFileName(files.Of(string.Concat(Enumerable.Repeat("a🎵", 20)))).Length, 1, 60);
    }

    [Fact]
    public void Names_that_differ_have_files_that_differ_on_every_disk()
    {
        var paths = new[] { "Kitchen", "kitchen", "kitchen!", "k i t c h e n", "Küche", "Kche" }.Select(files.Of).ToList();

        Assert.Equal(paths.Count, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.DoesNotContain(files.Directory, paths);
    }
}
