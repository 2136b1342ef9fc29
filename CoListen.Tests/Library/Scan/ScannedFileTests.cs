using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

public sealed class ScannedFileTests
{
    [Fact]
    public void It_is_64_lowercase_hex_digits_and_the_same_every_time()
    {
        var hash = new FoundFile("a/b.mp3", 10, 20).Hash();

        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, new FoundFile("a/b.mp3", 10, 20).Hash());
    }

    [Theory]
    [InlineData("a/c.mp3", 10, 20)]
    [InlineData("a/b.mp3", 11, 20)]
    [InlineData("a/b.mp3", 10, 21)]
    [InlineData("a/b.mp3", 1, 20)]
    public void Another_path_size_or_time_is_another_track(string path, long size, long modified) =>
        Assert.NotEqual(new FoundFile("a/b.mp3", 10, 20).Hash(), new FoundFile(path, size, modified).Hash());
}
