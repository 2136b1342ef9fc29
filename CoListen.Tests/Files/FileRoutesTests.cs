namespace CoListen.Tests.Files;

public sealed class FileRoutesTests : IAsyncLifetime
{
    private const int Size = 700_001;
    private const long Large = 256L * 1024 * 1024;

    private readonly TestServer server = TestServer.Start();
    private readonly byte[] bytes = new byte[Size];
    private TestPhone ana = null!;

    public static TheoryData<string> ManyRanges =>
    [
        "bytes=" + string.Join(',', Enumerable.Repeat("0-0", 1_500)),
        "bytes=" + string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"{i}-")),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        new Random(1).NextBytes(bytes);
        ana = await server.PairAsync("Ana");
    }

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_file_comes_whole_with_all_that_a_cache_wants_to_know()
    {
        var track = await AddAsync("a.wav", bytes);

        using var answer = await ana.Get($"/file/{track}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Cancel));
        AssertFileHeaders(answer, track);
    }

    [Fact]
    public async Task Head_says_the_same_without_the_bytes()
    {
        var track = await AddAsync("a.wav", bytes);

        using var answer = await ana.Ask(HttpMethod.Head, $"/file/{track}", content: null, ("Range", "bytes=0-9"));

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
        var track = await AddAsync("a.wav", bytes);

        using var answer = await ana.Get($"/file/{track}", ("Range", range));

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
    [InlineData("bytes=0-700000,0-700000,-1")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("bytes=--5")]
    [InlineData("bytes=5")]
    [InlineData("bytes=0-0,")]
    [MemberData(nameof(ManyRanges))]
    public async Task Several_ranges_or_senseless_ones_are_answered_with_the_whole_file(string range)
    {
        var track = await AddAsync("a.wav", bytes);

        using var answer = await ana.Get($"/file/{track}", ("Range", range));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Size, answer.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("bytes=700001-")]
    [InlineData("bytes=9999999999-99999999999")]
    [InlineData("bytes=-0")]
    public async Task A_range_beyond_the_end_is_refused_with_the_size(string range)
    {
        var track = await AddAsync("a.wav", bytes);

        using var answer = await ana.Get($"/file/{track}", ("Range", range));

        await answer.IsProblem(HttpStatusCode.RequestedRangeNotSatisfiable, "bad-range");
        Assert.Equal($"bytes */{Size}", answer.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task A_download_goes_on_only_if_the_file_is_still_the_same()
    {
        var track = await AddAsync("a.wav", bytes);
        var modified = File.GetLastWriteTimeUtc(Path.Combine(Music, "a.wav"));

        foreach (var (condition, expected) in new[]
        {
            ($"\"{track}\"", HttpStatusCode.PartialContent),
            (modified.ToString("R"), HttpStatusCode.PartialContent),
            ("\"another\"", HttpStatusCode.OK),
            ("another", HttpStatusCode.OK),
            ($"W/\"{track}\"", HttpStatusCode.OK),
            (modified.AddSeconds(-1).ToString("R"), HttpStatusCode.OK),
            (modified.AddSeconds(1).ToString("R"), HttpStatusCode.OK),
        })
        {
            using var answer = await ana.Get($"/file/{track}", ("Range", "bytes=5-"), ("If-Range", condition));
            Assert.Equal((condition, expected), (condition, answer.StatusCode));
        }
    }

    [Fact]
    public async Task A_file_that_the_phone_has_is_not_sent_again()
    {
        var track = await AddAsync("a.wav", bytes);
        var modified = File.GetLastWriteTimeUtc(Path.Combine(Music, "a.wav"));

        foreach (var (name, value, expected) in new[]
        {
            ("If-None-Match", $"\"{track}\"", HttpStatusCode.NotModified),
            ("If-None-Match", $"\"x\", W/\"{track}\"", HttpStatusCode.NotModified),
            ("If-None-Match", "*", HttpStatusCode.NotModified),
            ("If-None-Match", "\"x\"", HttpStatusCode.OK),
            ("If-Modified-Since", modified.ToString("R"), HttpStatusCode.NotModified),
            ("If-Modified-Since", modified.AddDays(-1).ToString("R"), HttpStatusCode.OK),
        })
        {
            using var answer = await ana.Get($"/file/{track}", (name, value), ("Range", "bytes=0-5"));
            Assert.Equal((value, expected == HttpStatusCode.NotModified), (value, answer.StatusCode == HttpStatusCode.NotModified));
            Assert.Equal($"\"{track}\"", answer.Headers.ETag?.Tag);
        }
    }

    [Fact]
    public async Task A_file_that_was_replaced_or_removed_is_unknown_under_its_old_id()
    {
        var track = await AddAsync("a.wav", bytes);
        var path = Path.Combine(Music, "a.wav");

        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(-5));
        using var touched = await ana.Get($"/file/{track}");
        await touched.IsProblem(HttpStatusCode.NotFound, "unknown-track");

        File.Delete(path);
        using var deleted = await ana.Get($"/file/{track}");
        await deleted.IsProblem(HttpStatusCode.NotFound, "unknown-track");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_shrinks_or_changes_while_it_is_sent_cuts_the_connection(bool shrinks)
    {
        var track = await AddAsync("large.wav", [], Large);
        var path = Path.Combine(Music, "large.wav");

        using var answer = await ana.Get($"/file/{track}");
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

    private static void AssertFileHeaders(HttpResponseMessage answer, string track)
    {
        Assert.Equal($"\"{track}\"", answer.Headers.ETag?.ToString());
        Assert.Equal("bytes", answer.Headers.AcceptRanges.ToString());
        Assert.Equal("audio/wav", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(["immutable", "max-age=31536000", "private"], answer.Headers.CacheControl!.ToString().Split(", ").Order());
        Assert.NotNull(answer.Content.Headers.LastModified);
    }

    private string Music => Path.Combine(server.Folder, "music");

    private Task<string> AddAsync(string name, byte[] content, long? length = null) => server.AddAsync(ana, name, content, length);
}
