using CoListen.Api.Hubs;

namespace CoListen.Api.Pairing;

/// <summary>Facts about the session that its state does not hold.</summary>
/// <param name="Name">The name that the host screen gave it; <c>main</c> for the session that always exists.</param>
/// <param name="Code">
/// The code that lets another phone in; null while the session is closed. The picture of <c>GET /qr</c> has it too.
/// </param>
internal sealed record SessionFacts(string Name, string? Code);

/// <summary><c>GET /session</c>: the session of the caller.</summary>
internal static class SessionRoute
{
    /// <summary>Maps the route.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/session", FactsAsync).WithTags("Pairing").WithSummary("The session that this phone is paired with, and its code.");

    private static async Task<SessionFacts> FactsAsync(CurrentClient current, SessionHubs sessions) =>
        new(current.SessionName, (await sessions.FindEntryAsync(current.SessionName))?.Code);
}
