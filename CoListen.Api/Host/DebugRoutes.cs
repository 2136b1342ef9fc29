using CoListen.Api.Pairing;
using CoListen.Silo.Storage;

namespace CoListen.Api.Host;

/// <summary><c>GET /debug/state</c>: the state as it rests on disk. Only in Development; elsewhere the route does not exist.</summary>
internal static class DebugRoutes
{
    /// <summary>Maps the route, in Development.</summary>
    public static void MapDebug(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapGet("/debug/state", async (CallersSession own) => Results.Bytes(StateJson.Write(await own.Session.ReadAsync()), "application/json"))
                .WithTags("Debug")
                .WithSummary("The state as it rests on disk.");
        }
    }
}
