using Microsoft.Net.Http.Headers;

namespace CoListen.Api.Security;

/// <summary>The security headers of every answer.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Scripts, styles, pictures and sounds of this server only, none of them inline. Where the browser has Trusted Types, no text becomes
    /// markup or a script but by the policies that are named: that of lit-html, and the page's own (<c>scriptPolicy.ts</c>).
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; style-src 'self'; script-src 'self'; "
        + "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
        + "require-trusted-types-for 'script'; trusted-types lit-html default";

    /// <summary>Adds the headers when the answer starts, so that errors have them too. Headers that an endpoint has set stay.</summary>
    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(
            static response =>
            {
                Add((HttpResponse)response);
                return Task.CompletedTask;
            },
            http.Response);
        return next(http);
    }

    private static void Add(HttpResponse response)
    {
        var headers = response.Headers;
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, ContentSecurityPolicy);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (response.HttpContext.Request.IsHttps)
        {
            // Without https, browsers ignore the header and warn on the console of every page.
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Answers with an ETag may be stored and revalidated; others are the state of the moment.
        headers.TryAdd(HeaderNames.CacheControl, headers.ContainsKey(HeaderNames.ETag) ? "no-cache" : "no-store");
    }
}
