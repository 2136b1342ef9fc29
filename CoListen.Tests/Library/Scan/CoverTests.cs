using CoListen.Api.Library.Scan;
using TagLib;

namespace CoListen.Tests.Library.Scan;

public sealed class CoverTests
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[20]];
    private static readonly byte[] Png = [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8, .. new byte[20]];
    private static readonly byte[] Webp = [.. "RIFF"u8, 1, 2, 3, 4, .. "WEBPVP8 "u8, .. new byte[20]];
    private static readonly byte[] Svg = [.. "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"u8];
    private static readonly byte[] Gif = [.. "GIF89a"u8, .. new byte[20]];

    [Fact]
    public void The_first_bytes_tell_the_type()
    {
        Assert.Equal("image/jpeg", Cover.MimeOf(Jpeg));
        Assert.Equal("image/png", Cover.MimeOf(Png));
        Assert.Equal("image/webp", Cover.MimeOf(Webp));
        Assert.Null(Cover.MimeOf(Svg));
        Assert.Null(Cover.MimeOf(Gif));
        Assert.Null(Cover.MimeOf(Jpeg.AsSpan(0, 2)));
    }

    [Fact]
    public void A_picture_that_lies_about_its_type_is_told_by_its_bytes() =>
        Assert.Equal("image/png", Of(("image/jpeg", PictureType.FrontCover, Png))?.Mime);

    [Fact]
    public void A_script_that_says_it_is_a_picture_is_none() => Assert.Null(Of(("image/png", PictureType.FrontCover, Svg)));

    [Fact]
    public void The_front_cover_goes_before_other_pictures() =>
        Assert.Equal("image/webp", Of(("", PictureType.BackCover, Png), ("", PictureType.FrontCover, Webp))?.Mime);

    [Fact]
    public void Without_a_front_cover_that_can_be_shown_another_picture_will_do() =>
        Assert.Equal("image/jpeg", Of(("", PictureType.FrontCover, Gif), ("", PictureType.Artist, Jpeg))?.Mime);

    [Fact]
    public void A_picture_beyond_2_MiB_is_none() =>
        Assert.Null(Of(("", PictureType.FrontCover, [.. Jpeg, .. new byte[Cover.MaxBytes]])));

    private static Cover? Of(params (string Mime, PictureType Type, byte[] Bytes)[] pictures)
    {
        using var folder = new MusicFolder();
        var path = folder.AddSample("tide.mp3");
        using (var tagged = TagLib.File.Create(path))
        {
            tagged.Tag.Pictures = Array.ConvertAll(
                pictures, picture => new Picture(new ByteVector(picture.Bytes)) { Type = picture.Type, MimeType = picture.Mime });
            tagged.Save();
        }

        return TagReader.Read(path).Cover;
    }
}
