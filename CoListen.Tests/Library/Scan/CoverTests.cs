using CoListen.Api.Library.Scan;
using SkiaSharp;
using TagLib;

namespace CoListen.Tests.Library.Scan;

public sealed class CoverTests
{
    private static readonly byte[] Jpeg = Pictures.Of(SKEncodedImageFormat.Jpeg);
    private static readonly byte[] Png = Pictures.Of(SKEncodedImageFormat.Png);
    private static readonly byte[] Webp = Pictures.Of(SKEncodedImageFormat.Webp);
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

    [Fact]
    public void A_picture_whose_header_is_damaged_or_claims_too_much_is_none()
    {
        Assert.Null(Of(("", PictureType.FrontCover, [.. Jpeg[..3], .. new byte[1_000]])));
        Assert.Null(Of(("", PictureType.FrontCover, Pictures.PngThatClaims(30_000, 30_000))));
        Assert.NotNull(Of(("", PictureType.FrontCover, Pictures.PngThatClaims(5_000, 5_000))));
    }

    [Fact]
    public void The_same_picture_has_the_same_hash_wherever_it_lies()
    {
        var hash = Of(("", PictureType.FrontCover, Jpeg))?.Hash;

        Assert.Matches("^[0-9a-f]{16}$", hash);
        Assert.Equal(hash, Of(("", PictureType.Artist, Gif), ("", PictureType.BackCover, Jpeg))?.Hash);
        Assert.NotEqual(hash, Of(("", PictureType.FrontCover, Png))?.Hash);
    }

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
