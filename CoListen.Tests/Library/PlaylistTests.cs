using CoListen.Api.Library;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library;

/// <summary>Playlists as players write them, and as nobody should.</summary>
public sealed class PlaylistTests : IDisposable
{
    private readonly MusicFolder folder = new();

    [Fact]
    public void Comments_empty_lines_and_every_kind_of_line_end_are_understood() =>
        Assert.Equal(["a.mp3", "b.mp3", "c.mp3"], Read("x.m3u", "#EXTM3U\r\n#EXTINF:12,A\r\na.mp3\r\n\r\n  b.mp3  \rc.mp3"u8));

    [Fact]
    public void Entries_are_relative_to_the_playlists_folder_or_absolute_or_addresses_of_files() => Assert.Equal(
        ["Jazz/a.mp3", "b.mp3", "Rock/c d.mp3", "Rock/e é.mp3"],
        Read(
            "Jazz/x.m3u8",
            Encoding.UTF8.GetBytes(
                $"./a.mp3\n..\\b.mp3\n{folder.Audio}/Rock/c d.mp3\n{new Uri(folder.Audio + "/Rock/e é.mp3").AbsoluteUri}")));

    [Theory]
    [InlineData("../secret.mp3")]
    [InlineData("../audio-other/a.mp3")]
    [InlineData("../../../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\music\\a.mp3")]
    [InlineData("\\\\server\\share\\a.mp3")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file://server/share/a.mp3")]
    [InlineData("file:///tmp/%00a.mp3")]
    [InlineData("http://example.com/a.mp3")]
    [InlineData("a\0.mp3")]
    [InlineData(".")]
    public void Nothing_outside_the_music_is_named(string entry)
    {
        var read = Read("x.m3u", Encoding.UTF8.GetBytes(entry));

        Assert.All(
            read, path => Assert.False(File.Exists(Path.Join(folder.Audio, path)) || path.StartsWith("..", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_letters_are_those_of_UTF8_or_UTF16_with_a_mark_or_else_of_Latin1()
    {
        const string name = "Zoë – ë.mp3";
        Assert.Equal([name], Read("a.m3u", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(name)]));
        Assert.Equal([name], Read("b.m3u", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(name)]));
        Assert.Equal([name], Read("c.m3u", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(name)]));
        Assert.Equal([name], Read("d.m3u", Encoding.UTF8.GetBytes(name)));
        Assert.Equal(["Zoë.mp3"], Read("e.m3u", Encoding.Latin1.GetBytes("Zoë.mp3")));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_names_of_nothing()
    {
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);

        Assert.DoesNotContain("a.mp3", Read("x.m3u", noise));
        Assert.DoesNotContain("a.mp3", Read("x.pls", noise));
    }

    [Fact]
    public void A_file_that_is_too_large_is_no_playlist_and_of_a_long_one_only_the_beginning_is_read()
    {
        Assert.Empty(Read("x.m3u", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a.mp3\n", 10 * 1024 * 1024 / 6)))));
        Assert.Equal(
            Playlist.MaxEntries, Read("y.m3u", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a.mp3\n", 20_000)))).Count);
    }

    [Fact]
    public void Only_the_file_that_was_found_is_opened()
    {
        var found = Find("x.m3u", "a.mp3"u8);
        File.Delete(Path.Join(folder.Audio, "x.m3u"));
        Assert.Empty(Playlist.Read(folder.Audio, found));

        File.WriteAllText(Path.Join(folder.Outside, "secret"), "b.mp3");
        File.CreateSymbolicLink(Path.Join(folder.Audio, "x.m3u"), Path.Join(folder.Outside, "secret"));
        Assert.Empty(Playlist.Read(folder.Audio, found));

        File.Delete(Path.Join(folder.Audio, "x.m3u"));
        folder.Shell("mkfifo x.m3u");
        Assert.Empty(Playlist.Read(folder.Audio, found));
    }

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<string> Read(string name, ReadOnlySpan<byte> bytes) => Playlist.Read(folder.Audio, Find(name, bytes));

    private FoundFile Find(string name, ReadOnlySpan<byte> bytes) =>
        new(name, bytes.Length, File.GetLastWriteTimeUtc(folder.Add(name, bytes.ToArray())).Ticks);
}
