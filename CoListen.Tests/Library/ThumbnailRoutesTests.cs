using CoListen.Tests.Library.Scan;
using SkiaSharp;

namespace CoListen.Tests.Library;

public sealed class ThumbnailRoutesTests : IDisposable
{
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_cover_comes_small_as_the_middle_square_of_the_picture(SKEncodedImageFormat format)
    {
        folder.AddWithCover("a.mp3", Pictures.Of(format, 900, 600));
        await using var server = await LibraryServer.StartAsync(folder, Cancel);

        using var answer = await server.GetAsync(server.Library.Tracks[0].CoverUrl + "?size=128", Cancel);
        using var picture = SKBitmap.Decode(await answer.Content.ReadAsByteArrayAsync(Cancel));
        using var again = await server.GetAsync(
            server.Library.Tracks[0].CoverUrl + "?size=128", Cancel, ("If-None-Match", answer.Headers.ETag!.ToString()));

        Assert.Equal("image/webp", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal((128, 128), (picture.Width, picture.Height));
        Assert.All(
            [picture.GetPixel(3, 3), picture.GetPixel(124, 124)],
            pixel => Assert.True(pixel.Blue > 200 && pixel.Red < 60, $"{pixel}"));
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_picture_that_is_smaller_is_not_made_larger()
    {
        folder.AddWithCover("a.mp3", Pictures.Of(SKEncodedImageFormat.Png, 40, 30));
        await using var server = await LibraryServer.StartAsync(folder, Cancel);

        using var answer = await server.GetAsync(server.Library.Tracks[0].CoverUrl + "?size=128", Cancel);
        using var picture = SKBitmap.Decode(await answer.Content.ReadAsByteArrayAsync(Cancel));

        Assert.Equal((30, 30), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task The_songs_of_an_album_share_the_address_of_their_cover_and_each_answers_by_its_own_id()
    {
        var picture = Pictures.Of(SKEncodedImageFormat.Jpeg);
        folder.AddWithCover("1.mp3", picture);
        folder.AddWithCover("2.mp3", picture);
        folder.AddWithCover("other.mp3", Pictures.Of(SKEncodedImageFormat.Jpeg, middle: SKColors.Green));
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        var tracks = server.Library.Tracks;

        Assert.Matches("^/cover/[0-9a-f]{16}$", tracks[0].CoverUrl);
        Assert.Equal(tracks[0].CoverUrl, tracks[1].CoverUrl);
        Assert.NotEqual(tracks[0].CoverUrl, tracks[2].CoverUrl);
        foreach (var address in new[] { tracks[0].CoverUrl!, "/cover/" + tracks[0].TrackId, "/cover/" + tracks[1].TrackId })
        {
            using var answer = await server.GetAsync(address, Cancel);

            Assert.Equal($"\"{tracks[0].CoverUrl!.Split('/')[2]}\"", answer.Headers.ETag!.ToString());
            Assert.Equal(picture, await answer.Content.ReadAsByteArrayAsync(Cancel));
        }
    }

    [Fact]
    public async Task Any_other_size_is_refused()
    {
        folder.AddSample("tide.mp3");
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        foreach (var size in new[] { "129", "0", "-64", "", "64.0", "99999999999999", "large", "64&size=128" })
        {
            using var answer = await server.GetAsync($"{server.Library.Tracks[0].CoverUrl}?size={size}", Cancel);
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("no-such-size", problem.RootElement.GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task Crafted_pictures_are_no_covers_and_the_server_answers_on()
    {
        var jpeg = Pictures.Of(SKEncodedImageFormat.Jpeg);
        folder.AddWithCover("bomb.mp3", Pictures.PngThatClaims(30_000, 30_000));
        folder.AddWithCover("cut off.mp3", jpeg[..(jpeg.Length / 2)]);
        folder.AddWithCover("empty.mp3", Pictures.PngThatClaims(5_000, 5_000));
        folder.AddWithCover("text.mp3", [0xFF, 0xD8, 0xFF, .. "This is no picture."u8]);
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        var tracks = server.Library.Tracks.ToDictionary(track => track.FileName);

        Assert.Null(tracks["bomb.mp3"].CoverUrl);
        Assert.Null(tracks["text.mp3"].CoverUrl);
        for (var time = 0; time < 2; time++)
        {
            using var none = await server.GetAsync(tracks["empty.mp3"].CoverUrl + "?size=64", Cancel);
            using var cutOff = await server.GetAsync(tracks["cut off.mp3"].CoverUrl + "?size=64", Cancel);

            await LibraryRoutesTests.IsUnknownTrackAsync(none);
            Assert.Equal("no-store", none.Headers.CacheControl!.ToString());
            await LibraryRoutesTests.IsUnknownTrackAsync(cutOff);
        }
    }

    [Fact]
    public async Task Hundreds_of_mutated_pictures_are_small_covers_or_none()
    {
        const int mutants = 200;
        var random = new Random(20261129);
        foreach (var format in new[] { SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp })
        {
            var picture = Pictures.Of(format);
            for (var i = 0; i < mutants; i++)
            {
                folder.AddWithCover($"{format} {i}.mp3", [.. picture[..16], .. HostileFilesTests.Mutate(picture[16..], random)]);
            }
        }

        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        var answers = new List<HttpStatusCode>();
        foreach (var track in server.Library.Tracks)
        {
            using var answer = await server.GetAsync($"/cover/{track.TrackId}?size=64", Cancel);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(3 * mutants, answers.Count);
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{status}"));
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.Contains(HttpStatusCode.NotFound, answers);
    }
}
