using CoListen.Api.Library;

namespace CoListen.Tests.Library;

public sealed class TrackIdTests
{
    [Fact]
    public void It_is_32_lowercase_hex_digits_and_the_same_every_time()
    {
        var id = TrackId.Of("a/b.mp3", 10, 20);

        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Equal(id, TrackId.Of("a/b.mp3", 10, 20));
    }

    [Theory]
    [InlineData("a/c.mp3", 10, 20)]
    [InlineData("a/b.mp3", 11, 20)]
    [InlineData("a/b.mp3", 10, 21)]
    [InlineData("a/b.mp3", 1, 20)]
    public void Another_path_size_or_time_is_another_track(string path, long size, long modified) =>
        Assert.NotEqual(TrackId.Of("a/b.mp3", 10, 20), TrackId.Of(path, size, modified));
}
