namespace CoListen.Api.Pairing;

/// <summary>What a paired phone is told of its session beside the state.</summary>
/// <param name="Name">As the host screen named it; <c>main</c> for the one that is always there.</param>
internal sealed record SessionFacts(string Name);

/// <summary><c>GET /session</c>: which session the caller is in.</summary>
internal static class SessionRoute
{
    /// <summary>Maps the route.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/session", (CallersSession own) => new SessionFacts(own.Name)).WithTags("Pairing").WithSummary("The session that this phone is paired with.");
}
