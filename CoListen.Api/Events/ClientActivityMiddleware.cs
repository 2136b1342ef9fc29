using CoListen.Api.Pairing;

namespace CoListen.Api.Events;

/// <summary>Any word from a paired phone shows that it lives: a barrier that waits for it goes on waiting.</summary>
internal static class ClientActivityMiddleware
{
    /// <summary>Tells the session of every paired request. After authentication.</summary>
    public static void UseClientActivity(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.User.FindFirst("clientId") is { Value: var clientId })
        {
            http.RequestServices.GetRequiredService<CallersSession>().Session.Heard(clientId);
        }

        return next(http);
    });
}
