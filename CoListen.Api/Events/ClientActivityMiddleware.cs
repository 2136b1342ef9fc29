using CoListen.Api.Pairing;

namespace CoListen.Api.Events;

/// <summary>
/// Reports the requests of paired phones to their sessions as signs of life. A request for a file is none, because a page repeats it by
/// itself; the bytes that it takes are.
/// </summary>
internal static class ClientActivityMiddleware
{
    /// <summary>Adds the middleware, after authentication.</summary>
    public static void UseClientActivity(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.RequestServices.GetRequiredService<CurrentClient>() is { IsPaired: true } current
            && !http.Request.Path.StartsWithSegments("/file", StringComparison.Ordinal))
        {
            current.Session.Activity.Add(current.ClientId);
        }

        return next(http);
    });
}
