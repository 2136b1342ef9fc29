using CoListen.Api.Library;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

public sealed class TagReaderTests
{
    public static TheoryData<string> Tagged => ["tide.mp3", "tide.flac", "tide.ogg", "tide.opus", "tide.m4a", "tide.aiff"];

    [Theory]
    [MemberData(nameof(Tagged))]
    public void A_file_says_its_title_artist_album_year_and_number(string sample) =>
        Assert.Equal(new TrackTags("Tide", "Somebody", "Shore", 2019, 3), Read(sample).Tags);

    [Theory]
    [MemberData(nameof(Tagged))]
    [InlineData("tide.wav")]
    [InlineData("tide.webm")]
    public void A_file_of_one_second_lasts_one_second(string sample) => Assert.InRange(Read(sample).Duration ?? 0, 0.9, 1.1);

    [Theory]
    [InlineData("tide.mp3")]
    [InlineData("tide.flac")]
    [InlineData("tide.m4a")]
    public void A_picture_is_found_where_it_lies_in_the_file(string sample)
    {
        var cover = Read(sample).Cover!;

        Assert.Equal("image/jpeg", cover.Mime);
        var picture = File.ReadAllBytes(MusicFolder.Sample(sample))[(int)cover.Offset..][..cover.Length];
        Assert.Equal([0xFF, 0xD8, 0xFF], picture[..3]);
        Assert.Equal([0xFF, 0xD9], picture[^2..]);
    }

    [Fact]
    public void A_file_without_tags_has_none() => Assert.Null(Read("tide.aac").Tags);

    [Theory]
    [InlineData(null, null)]
    [InlineData(" \t\0 ", null)]
    [InlineData("  a\u0000b\r\nc\u2028 ", "abc")]
    [InlineData("Blåbær 🎶", "Blåbær 🎶")]
    public void Texts_are_trimmed_and_lose_control_characters(string? text, string? clean) => Assert.Equal(clean, TagReader.Clean(text));

    [Fact]
    public void Texts_are_cut_at_300_characters_and_never_inside_one()
    {
        Assert.Equal(300, TagReader.Clean(new string('x', 5_000))!.Length);
        Assert.Equal(299, TagReader.Clean(new string('x', 299) + "🎶🎶")!.Length);
        Assert.Equal("a\uFFFDb", TagReader.Clean("a\uD800b"));
    }

    private static FileMetadata Read(string sample) => TagReader.Read(MusicFolder.Sample(sample));
}
