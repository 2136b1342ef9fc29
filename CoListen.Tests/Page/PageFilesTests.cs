namespace CoListen.Tests.Page;

public sealed class PageFilesTests(SharedServer shared)
{
    [Theory]
    [InlineData("/", "br")]
    [InlineData("/index.html", "br")]
    [InlineData("/health", null)]
    [InlineData("/qr", null)]
    public async Task The_files_of_the_page_are_compressed_and_what_a_route_writes_is_not(string path, string? encoding)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get(path, ("Accept-Encoding", "br"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
    }
}
