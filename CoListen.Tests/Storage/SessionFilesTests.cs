using CoListen.Silo.Storage;
using Microsoft.Extensions.Configuration;

namespace CoListen.Tests.Storage;

public sealed class SessionFilesTests : IDisposable
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "state"));

    private readonly TempDirectory own = new();
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

    [Fact]
    public void Main_keeps_its_state_in_the_file_that_the_settings_name()
    {
        using var set = SessionFiles.From(Settings(("StateFile", "some/where.json"), ("Orleans:Clustering:ProviderType", "Development")));

        Assert.Equal((Path.GetFullPath("some/where.json"), false), (set.Of("main"), set.IsShared));
    }

    [Fact]
    public void Without_a_setting_it_is_in_the_users_state_directory_and_nodes_of_a_cluster_share_it()
    {
        using var set = SessionFiles.From(Settings(("Orleans:Clustering:ProviderType", "AdoNet")));

        Assert.EndsWith(Path.Combine("colisten", "main.json"), set.Main, StringComparison.Ordinal);
        Assert.True(set.IsShared);
    }

    [Fact]
    public void A_second_server_on_the_same_files_is_told_who_has_them_until_the_first_has_gone()
    {
        var path = Path.Combine(own.Path, "main.json");
        using var second = new SessionFiles(path);
        using (var first = new SessionFiles(path))
        {
            Assert.Null(first.TryLock());
            Assert.Null(first.TryLock());
            Assert.Equal(
                $"CoListen already runs with the state {path} (process {Environment.ProcessId}). "
                + "Stop it, or start this one with another --StateFile.",
                second.TryLock());
            Assert.Throws<IOException>(second.EnsureLocked);
        }

        Assert.Null(second.TryLock());
    }

    [Fact]
    public void Files_that_are_shared_are_held_by_nobody()
    {
        var path = Path.Combine(own.Path, "main.json");
        using var first = new SessionFiles(path, isShared: true);
        using var second = new SessionFiles(path, isShared: true);

        Assert.Equal((null, null), (first.TryLock(), second.TryLock()));
    }

    [Fact]
    public void A_disk_that_takes_no_lock_keeps_no_server_from_starting_and_takes_no_write()
    {
        File.WriteAllText(Path.Combine(own.Path, "no folder"), "");
        using var set = new SessionFiles(Path.Combine(own.Path, "no folder", "main.json"));

        Assert.Null(set.TryLock());
        Assert.Throws<IOException>(set.EnsureLocked);
    }

    public void Dispose()
    {
        files.Dispose();
        own.Dispose();
    }

    private static IConfiguration Settings(params (string Key, string Value)[] all) =>
        new ConfigurationBuilder().AddInMemoryCollection(all.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))).Build();
}
