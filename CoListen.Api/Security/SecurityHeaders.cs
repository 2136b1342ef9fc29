using Microsoft.Net.Http.Headers;

namespace CoListen.Api.Security;

/// <summary>What every answer says to browsers.</summary>
internal static class SecurityHeaders
{
    /// <summary>Only our own scripts, styles, pictures and sounds; none of them inline.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob: data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>Adds the headers just before an answer leaves, so that error pages have them too. What an endpoint set itself stays.</summary>
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
        if (response.HttpContext.Request.IsHttps)
        {
            // Elsewhere browsers ignore it, and say so on every page's console.
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // What has a version may be kept and asked about; the rest is the session of this moment.
        headers.TryAdd(HeaderNames.CacheControl, headers.ContainsKey(HeaderNames.ETag) ? "no-cache" : "no-store");
    }
}
