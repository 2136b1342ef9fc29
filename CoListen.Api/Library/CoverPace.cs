using CoListen.Api.Security;

namespace CoListen.Api.Library;

/// <summary>
/// Paces the requests for covers of all phones together: one in four milliseconds. A page asks for many at once, and a crowd of pages for
/// thousands: those that wait here do not stand before another phone's command. Of each phone no more wait here than
/// <see cref="RateLimits"/> lets through.
/// </summary>
internal static class CoverPace
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Adds the middleware, after the limits of each phone.</summary>
    public static void UseCoverPace(this WebApplication app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/cover", StringComparison.Ordinal),
        covers => covers.Use(async (http, next) =>
        {
            await Turn.WaitAsync(http.RequestAborted);
            try
            {
                await Task.Delay(Pause, http.RequestAborted);
            }
            finally
            {
                Turn.Release();
            }

            await next(http);
        }));
}
