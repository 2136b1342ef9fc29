using CoListen.Api.Problems;

namespace CoListen.Api.Security;

/// <summary>Rejects requests with an unknown Host, a foreign Origin or a body over 16 KiB.</summary>
internal sealed class RequestGuard(RequestDelegate next, AllowedHosts hosts)
{
    /// <summary>The size limit of a request body, in bytes.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    /// <summary>Calls the next middleware, or answers 400 unknown-host, 403 foreign-origin or 413 too-large.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (HostOf(request) is not { } host || !hosts.Contains(host, http.Connection.LocalIpAddress))
        {
            return Problem.Of(
                "unknown-host", 400, "Unknown host",
                "This server does not go by that name. Add it to AllowedHostNames, or set PublicUrl.").ExecuteAsync(http);
        }

        if (!IsSafe(request.Method) && !IsOurs(request))
        {
            return Problem.Of("foreign-origin", 403, "Foreign origin", "Only this server's own pages may change anything here.")
                .ExecuteAsync(http);
        }

        return request.ContentLength > MaxBodyBytes ? Problem.OfStatus(413).ExecuteAsync(http) : next(http);
    }

    // Null: it begins as an encoded name does (RFC 3492) and is none.
    private static HostString? HostOf(HttpRequest request)
    {
        try
        {
            return request.Host.ToUriComponent() is null ? null : request.Host;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Whether a page of this server or no page sent the request: browsers send Origin with every POST.</summary>
    private bool IsOurs(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        return origins.Count == 0
            || (origins is [var origin]
                && (string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
                    || (origin is not null && string.Equals(origin, hosts.PublicOrigin, StringComparison.OrdinalIgnoreCase))));
    }
}
