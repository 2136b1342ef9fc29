namespace CoListen.Api.Pairing;

/// <summary>Facts about the session that its state does not hold.</summary>
/// <param name="Name">The name that the host screen gave it; <c>main</c> for the session that always exists.</param>
internal sealed record SessionFacts(string Name);

/// <summary><c>GET /session</c>: the session of the caller.</summary>
internal static class SessionRoute
{
    /// <summary>Maps the route.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/session", (CurrentClient current) => new SessionFacts(current.SessionName))
            .WithTags("Pairing").WithSummary("The session that this phone is paired with.");
}
