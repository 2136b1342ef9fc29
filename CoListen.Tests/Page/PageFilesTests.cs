namespace CoListen.Tests.Page;

public sealed class PageFilesTests(SharedServer shared)
{
    [Theory]
    [InlineData("/", "br")]
    [InlineData("/index.html", "br")]
    [InlineData("/health", null)]
    [InlineData("/qr", null)]
    [InlineData("/snapshot", "br")]
    [InlineData("/index", "br")]
    [InlineData("/openapi/v1.json", "br")]
    public async Task The_page_and_what_grows_with_the_library_are_compressed_and_the_rest_is_not(string path, string? encoding)
    {
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Get(path, ("Accept-Encoding", "br"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
    }
}
