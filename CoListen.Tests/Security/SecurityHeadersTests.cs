namespace CoListen.Tests.Security;

public sealed class SecurityHeadersTests(SharedServer shared)
{
    [Theory]
    [InlineData("/qr")]
    [InlineData("/health")]
    [InlineData("/snapshot")]
    [InlineData("/nowhere")]
    public async Task Every_answer_tells_browsers_what_not_to_do(string path)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get(path);

        var policy = answer.Header("Content-Security-Policy")!;
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'; trusted-types lit-html default", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Contains("microphone=()", answer.Header("Permissions-Policy")!, StringComparison.Ordinal);
        Assert.Null(answer.Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("no-store", answer.Header("Cache-Control")!, StringComparison.Ordinal);
        Assert.Null(answer.Header("Server"));
    }
}
