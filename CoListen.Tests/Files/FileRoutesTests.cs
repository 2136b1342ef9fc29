using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CoListen.Api.Files;
using CoListen.Api.Library;
using CoListen.Tests.Library;

namespace CoListen.Tests.Files;

public sealed class FileRoutesTests : IDisposable
{
    private const int Size = 700_001;
    private const long Large = 256L * 1024 * 1024;

    private readonly MusicFolder folder = new();
    private readonly byte[] bytes = new byte[Size];

    public FileRoutesTests() => new Random(1).NextBytes(bytes);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_comes_whole_with_all_that_a_cache_wants_to_know()
    {
        var (server, track) = await ServeAsync();
        await using var _ = server;

        using var answer = await server.GetAsync($"/file/{track.TrackId}", Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Cancel));
        AssertFileHeaders(answer, track);
    }

    [Fact]
    public async Task Head_says_the_same_without_the_bytes()
    {
        var (server, track) = await ServeAsync();
        await using var _ = server;

        using var answer = await server.HeadAsync($"/file/{track.TrackId}", Cancel, ("Range", "bytes=0-9"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Size, answer.Content.Headers.ContentLength);
        AssertFileHeaders(answer, track);
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=0-", 0, Size)]
    [InlineData("bytes=1-262144", 1, 262_144)]
    [InlineData("bytes=700000-", 700_000, 1)]
    [InlineData("bytes=699000-9999999", 699_000, 1_001)]
    [InlineData("bytes=-5", 699_996, 5)]
    [InlineData("bytes=-9999999", 0, Size)]
    [InlineData("BYTES=5-6", 5, 2)]
    public async Task One_range_is_answered_with_its_bytes(string range, int from, int length)
    {
        var (server, track) = await ServeAsync();
        await using var _ = server;

        using var answer = await server.GetAsync($"/file/{track.TrackId}", Cancel, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes {from}-{from + length - 1}/{Size}", answer.Content.Headers.ContentRange?.ToString());
        Assert.Equal(bytes[from..(from + length)], await answer.Content.ReadAsByteArrayAsync(Cancel));
        AssertFileHeaders(answer, track);
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=-")]
    [InlineData("items=0-5")]
    [InlineData("bytes")]
    public async Task Several_ranges_or_senseless_ones_are_answered_with_the_whole_file(string range)
    {
        var (server, track) = await ServeAsync();
        await using var _ = server;

        using var answer = await server.GetAsync($"/file/{track.TrackId}", Cancel, ("Range", range));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Size, answer.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("bytes=700001-")]
    [InlineData("bytes=9999999999-99999999999")]
    [InlineData("bytes=-0")]
    public async Task A_range_beyond_the_end_is_refused_with_the_size(string range)
    {
        var (server, track) = await ServeAsync();
        await using var _ = server;

        using var answer = await server.GetAsync($"/file/{track.TrackId}", Cancel, ("Range", range));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal($"bytes */{Size}", answer.Content.Headers.ContentRange?.ToString());
        Assert.Equal("bad-range", await ProblemTypeAsync(answer));
    }

    [Fact]
    public async Task A_download_goes_on_only_if_the_file_is_still_the_same()
    {
        var (server, track) = await ServeAsync();
        await using var _ = server;
        var modified = File.GetLastWriteTimeUtc(Path.Combine(folder.Audio, track.FileName));

        foreach (var (condition, expected) in new[]
        {
            ($"\"{track.TrackId}\"", HttpStatusCode.PartialContent),
            (modified.ToString("R"), HttpStatusCode.PartialContent),
            ("\"another\"", HttpStatusCode.OK),
            ($"W/\"{track.TrackId}\"", HttpStatusCode.OK),
            (modified.AddSeconds(-1).ToString("R"), HttpStatusCode.OK),
            (modified.AddSeconds(1).ToString("R"), HttpStatusCode.OK),
        })
        {
            using var answer = await server.GetAsync($"/file/{track.TrackId}", Cancel, ("Range", "bytes=5-"), ("If-Range", condition));
            Assert.Equal((condition, expected), (condition, answer.StatusCode));
        }
    }

    [Fact]
    public async Task A_file_that_the_phone_has_is_not_sent_again()
    {
        var (server, track) = await ServeAsync();
        await using var _ = server;
        var modified = File.GetLastWriteTimeUtc(Path.Combine(folder.Audio, track.FileName));

        foreach (var (name, value, expected) in new[]
        {
            ("If-None-Match", $"\"{track.TrackId}\"", HttpStatusCode.NotModified),
            ("If-None-Match", $"\"x\", W/\"{track.TrackId}\"", HttpStatusCode.NotModified),
            ("If-None-Match", "*", HttpStatusCode.NotModified),
            ("If-None-Match", "\"x\"", HttpStatusCode.OK),
            ("If-Modified-Since", modified.ToString("R"), HttpStatusCode.NotModified),
            ("If-Modified-Since", modified.AddDays(-1).ToString("R"), HttpStatusCode.OK),
        })
        {
            using var answer = await server.GetAsync($"/file/{track.TrackId}", Cancel, (name, value), ("Range", "bytes=0-5"));
            Assert.Equal((value, expected), (value, answer.StatusCode == HttpStatusCode.PartialContent ? HttpStatusCode.OK : answer.StatusCode));
            Assert.Equal($"\"{track.TrackId}\"", answer.Headers.ETag?.Tag);
        }
    }

    [Fact]
    public async Task A_file_that_was_replaced_or_removed_is_unknown_under_its_old_id()
    {
        var (server, track) = await ServeAsync();
        await using var _ = server;
        var path = Path.Combine(folder.Audio, track.FileName);

        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(-5));
        using var touched = await server.GetAsync($"/file/{track.TrackId}", Cancel);
        await LibraryRoutesTests.IsUnknownTrackAsync(touched);

        File.Delete(path);
        using var deleted = await server.GetAsync($"/file/{track.TrackId}", Cancel);
        await LibraryRoutesTests.IsUnknownTrackAsync(deleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_shrinks_or_changes_while_it_is_sent_cuts_the_connection(bool shrinks)
    {
        var path = folder.AddSparse("large.wav", Large);
        await using var server = await LibraryServer.StartAsync(folder, Cancel);

        using var answer = await server.GetAsync($"/file/{server.Library.Tracks[0].TrackId}", Cancel);
        if (shrinks)
        {
            await using var file = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(10);
        }
        else
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        }

        await using var body = await answer.Content.ReadAsStreamAsync(Cancel);
        var error = await Record.ExceptionAsync(() => body.CopyToAsync(Stream.Null, Cancel));
        Assert.IsAssignableFrom<IOException>(error);
    }

    [Fact]
    public async Task A_fifth_download_at_once_waits_and_other_clients_do_not()
    {
        folder.AddSparse("large.wav", Large);
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        var path = $"/file/{server.Library.Tracks[0].TrackId}";

        var running = new List<HttpResponseMessage>();
        for (var i = 0; i < DownloadSlots.PerClient; i++)
        {
            running.Add(await server.GetAsync(path, Cancel, ("Client", "anna")));
        }

        using var fifth = await server.GetAsync(path, Cancel, ("Client", "anna"));
        using var ben = await server.GetAsync(path, Cancel, ("Client", "ben"));
        using var known = await server.GetAsync(path, Cancel, ("Client", "anna"), ("If-None-Match", "*"));

        Assert.All(running, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, fifth.StatusCode);
        Assert.Equal("1", fifth.Headers.GetValues("Retry-After").Single());
        Assert.Equal("too-many-downloads", await ProblemTypeAsync(fifth));
        Assert.Equal(HttpStatusCode.OK, ben.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);

        // A download that is given up gives its place back, as soon as the server notices.
        running.ForEach(answer => answer.Dispose());
        for (var next = HttpStatusCode.TooManyRequests; next == HttpStatusCode.TooManyRequests;)
        {
            using var answer = await server.GetAsync(path, Cancel, ("Client", "anna"), ("Range", "bytes=0-9"));
            next = answer.StatusCode;
        }
    }

    [Fact]
    public async Task Progress_is_told_in_pieces_up_to_the_end()
    {
        var heard = new Heard();
        folder.Add("a.wav", bytes);
        await using var server = await LibraryServer.StartAsync(folder, Cancel, heard);
        var id = server.Library.Tracks[0].TrackId;

        using var whole = await server.GetAsync($"/file/{id}", Cancel, ("Client", "anna"));
        await whole.Content.ReadAsByteArrayAsync(Cancel);
        var first = await heard.UntilAsync(Size);
        using var rest = await server.GetAsync($"/file/{id}", Cancel, ("Client", "ben"), ("Range", "bytes=700000-"));
        await rest.Content.ReadAsByteArrayAsync(Cancel);
        var second = await heard.UntilAsync(Size);

        Assert.True(first.Count > 1);
        Assert.Equal(first.Order(), first);
        Assert.Equal([Size], second);
        Assert.Equal([("anna", id, Size), ("ben", id, Size)], heard.Ends);
    }

    [Fact]
    public async Task A_pipe_is_as_empty_as_it_says_and_nobody_waits_for_it()
    {
        using (var made = Process.Start("mkfifo", Path.Combine(folder.Audio, "pipe.mp3")))
        {
            await made.WaitForExitAsync(Cancel);
        }

        await using var server = await LibraryServer.StartAsync(folder, Cancel);

        using var answer = await server.GetAsync($"/file/{server.Library.Tracks[0].TrackId}", Cancel);

        Assert.Equal((HttpStatusCode.OK, 0), (answer.StatusCode, (int)answer.Content.Headers.ContentLength!));
    }

    [Fact]
    public async Task An_empty_file_is_sent_as_it_is()
    {
        folder.Add("empty.mp3", []);
        await using var server = await LibraryServer.StartAsync(folder, Cancel);
        var path = $"/file/{server.Library.Tracks[0].TrackId}";

        using var whole = await server.GetAsync(path, Cancel);
        using var part = await server.GetAsync(path, Cancel, ("Range", "bytes=0-"));

        Assert.Equal((HttpStatusCode.OK, 0), (whole.StatusCode, (int)whole.Content.Headers.ContentLength!));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, part.StatusCode);
    }

    private static void AssertFileHeaders(HttpResponseMessage answer, Track track)
    {
        Assert.Equal($"\"{track.TrackId}\"", answer.Headers.ETag?.ToString());
        Assert.Equal("bytes", answer.Headers.AcceptRanges.ToString());
        Assert.Equal("audio/wav", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("max-age=31536000, private, immutable".Split(", ").Order(), answer.Headers.CacheControl!.ToString().Split(", ").Order());
        Assert.NotNull(answer.Content.Headers.LastModified);
    }

    private static async Task<string?> ProblemTypeAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return problem.RootElement.GetProperty("type").GetString();
    }

    private async Task<(LibraryServer Server, Track Track)> ServeAsync()
    {
        folder.Add("a.wav", bytes);
        var server = await LibraryServer.StartAsync(folder, Cancel);
        return (server, server.Library.Tracks[0]);
    }

    private sealed class Heard : IDownloadProgress
    {
        private readonly BlockingCollection<long> pieces = [];

        public ConcurrentQueue<(string Client, string Track, long Size)> Ends { get; } = [];

        public void Served(string clientId, string trackId, long servedUpTo, long size)
        {
            if (servedUpTo == size)
            {
                Ends.Enqueue((clientId, trackId, size));
            }

            pieces.Add(servedUpTo);
        }

        public Task<List<long>> UntilAsync(long end) => Task.Run(() =>
        {
            var heard = new List<long>();
            do
            {
                heard.Add(pieces.Take(Cancel));
            }
            while (heard[^1] != end);
            return heard;
        });
    }
}
