namespace CoListen.Api.Library;

/// <summary>
/// Authenticates the requests for covers one at a time. A page asks for many at once, and a crowd of pages for thousands: those that wait
/// here do not stand before another phone's command.
/// </summary>
internal static class CoverTurn
{
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Adds the middleware, before authentication, which takes over what is found here.</summary>
    public static void UseCoverTurn(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.Request.Path.StartsWithSegments("/cover", StringComparison.Ordinal))
        {
            await Turn.WaitAsync(http.RequestAborted);
            try
            {
                await http.AuthenticateAsync();
            }
            finally
            {
                Turn.Release();
            }
        }

        await next(http);
    });
}
