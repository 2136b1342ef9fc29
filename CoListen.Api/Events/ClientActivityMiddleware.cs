using CoListen.Api.Pairing;

namespace CoListen.Api.Events;

/// <summary>Reports every request of a paired phone to its session as a sign of life.</summary>
internal static class ClientActivityMiddleware
{
    /// <summary>Adds the middleware, after authentication.</summary>
    public static void UseClientActivity(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.RequestServices.GetRequiredService<CurrentClient>() is { IsPaired: true } current)
        {
            current.Session.Activity.Add(current.ClientId);
        }

        return next(http);
    });
}
