using CoListen.Api.Pairing;

namespace CoListen.Api.Host;

/// <summary><c>GET /debug/state</c>: the stored state. The route exists in Development only.</summary>
internal static class DebugRoutes
{
    /// <summary>Maps the route in Development.</summary>
    public static void MapDebug(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapGet("/debug/state", async (CurrentClient current) =>
                Results.Bytes(await current.Session.GetStoredStateAsync(), "application/json"))
                .WithTags("Debug")
                .WithSummary("The state as it rests on disk.");
        }
    }
}
