using System.IO.Compression;
using System.IO.Pipelines;
using CoListen.Api.Library;
using Microsoft.AspNetCore.Http;
using SkiaSharp;

namespace CoListen.Tests.Library;

public sealed class LibraryRoutesTests : IDisposable
{
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_index_tells_what_is_known_and_leaves_out_what_is_not()
    {
        folder.AddSample("tide.mp3", "in/side/a.mp3");
        folder.Add("b.mp3", [1, 2, 3]);
        await using var server = await LibraryServer.StartAsync(folder, Cancel);

        using var answer = await server.GetAsync("/index", Cancel);
        using var index = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var known = index.RootElement.EnumerateArray().Single(track => track.GetProperty("fileName").ValueEquals("a.mp3"));
        Assert.Equal(["trackId", "fileName", "size", "mime", "duration", "tags", "coverUrl"], MembersOf(known));
        Assert.Equal(["title", "artist", "album", "year", "trackNumber"], MembersOf(known.GetProperty("tags")));
        var unknown = index.RootElement.EnumerateArray().Single(track => track.GetProperty("fileName").ValueEquals("b.mp3"));
        Assert.Equal(["trackId", "fileName", "size", "mime"], MembersOf(unknown));
        Assert.DoesNotContain(folder.Audio, index.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_the_phone_knows_is_not_sent_again_and_a_scan_that_changed_it_is_told()
    {
        folder.AddSample("tide.mp3");
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        using var first = await server.GetAsync("/index", Cancel);
        var known = ("If-None-Match", first.Headers.ETag!.ToString());

        using var again = await server.GetAsync("/index", Cancel, known);
        folder.AddSample("tide.flac");
        await server.Library.ScanAsync(Cancel);
        using var changed = await server.GetAsync("/index", Cancel, known);

        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.Content.ReadAsStringAsync(Cancel)));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task The_index_is_compressed_where_the_phone_takes_that(string encoding)
    {
        folder.AddSample("tide.mp3");
        await using var server = await LibraryServer.StartAsync(folder, Cancel);

        using var answer = await server.GetAsync("/index", Cancel, ("Accept-Encoding", encoding));
        await using var body = await answer.Content.ReadAsStreamAsync(Cancel);
        await using Stream plain = encoding == "br"
            ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var index = await JsonDocument.ParseAsync(plain, cancellationToken: Cancel);

        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        Assert.Equal(server.Library.Tracks[0].TrackId, index.RootElement[0].GetProperty("trackId").GetString());
    }

    [Fact]
    public async Task A_cover_is_served_so_that_it_can_only_be_a_picture_and_is_kept_for_ever()
    {
        folder.AddSample("tide.flac");
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        var cover = server.Library.Tracks[0].CoverUrl!;

        using var first = await server.GetAsync(cover, Cancel);
        using var again = await server.GetAsync(cover, Cancel, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("image/jpeg", first.Content.Headers.ContentType?.ToString());
        Assert.Equal([0xFF, 0xD8, 0xFF], (await first.Content.ReadAsByteArrayAsync(Cancel))[..3]);
        Assert.Equal("sandbox; default-src 'none'", first.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", first.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(["immutable", "max-age=31536000", "private"], first.Headers.CacheControl!.ToString().Split(", ").Order());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_cover_that_nobody_reads_is_not_taken_into_memory()
    {
        byte[] picture = [.. Pictures.Of(SKEncodedImageFormat.Jpeg), .. new byte[1_900_000]];
        folder.AddWithCover("tide.mp3", picture);
        using var library = folder.Library();
        await library.ScanAsync(Cancel);
        using var thumbnails = new Thumbnails();
        var network = new Pipe();
        var context = new DefaultHttpContext { Response = { Body = network.Writer.AsStream() } };

        var sending = LibraryRoutes.CoverOf(library.Tracks[0].TrackId, size: null, library, thumbnails, context);
        var first = await network.Reader.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.InRange(first.Buffer.Length, 1, 512 * 1024);

        network.Reader.AdvanceTo(first.Buffer.Start);
        using var received = new MemoryStream();
        var reading = network.Reader.CopyToAsync(received, Cancel);
        await sending;
        await network.Writer.CompleteAsync();
        await reading;
        Assert.Equal(picture, received.ToArray());
    }

    [Fact]
    public async Task A_track_without_a_cover_or_with_a_replaced_file_has_none()
    {
        folder.AddSample("tide.ogg");
        var replaced = folder.AddSample("tide.mp3");
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        var (mp3, ogg) = (server.Library.Tracks[0], server.Library.Tracks[1]);
        await File.WriteAllBytesAsync(replaced, [1, 2, 3], Cancel);

        using var none = await server.GetAsync($"/cover/{ogg.TrackId}", Cancel);
        using var gone = await server.GetAsync(mp3.CoverUrl!, Cancel);

        await IsUnknownTrackAsync(none);
        await IsUnknownTrackAsync(gone);
    }

    [Fact]
    public async Task An_id_that_is_none_of_ours_is_nothing_but_unknown()
    {
        string[] ids =
        [
            "0123456789abcdef0123456789abcdef", "..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "..%5c..%5cwindows", "tide.mp3",
            "%25", "%ff%fe", "~", "*", "a%20b", "%E2%80%AE", "file:%2f%2f%2fetc%2fpasswd", new string('a', 6_000), "CON", "%3Cscript%3E",
            "'%20or%201=1--",
        ];
        folder.AddSample("tide.mp3");
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        foreach (var path in ids.SelectMany(id => new[] { "/cover/" + id, "/file/" + id }))
        {
            using var answer = await server.GetAsync(path, Cancel);

            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
            if (path.Split('/')[2][0] is not '.' and not '%')
            {
                await IsUnknownTrackAsync(answer);
            }
        }
    }

    private static IEnumerable<string> MembersOf(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    internal static async Task IsUnknownTrackAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("unknown-track", problem.RootElement.GetProperty("type").GetString());
        Assert.Equal(404, problem.RootElement.GetProperty("status").GetInt32());
    }
}
