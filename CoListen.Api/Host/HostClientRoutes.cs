using CoListen.Api.Commands;
using CoListen.Api.Hubs;
using CoListen.Api.Problems;
using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Host;

/// <summary>Body of <c>POST /host/clients/remove</c>.</summary>
/// <param name="ClientId">The phone.</param>
/// <param name="Session">Its session; default: <c>main</c>.</param>
internal sealed record HostClientBody([property: JsonRequired] string ClientId, string? Session = null);

/// <summary><c>/host/clients</c>: what the host screen does to a phone.</summary>
internal static class HostClientRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void MapHostClients(this IEndpointRouteBuilder host) =>
        host.MapPost("/clients/remove", RemoveAsync)
            .WithSummary("Unpairs a phone: its token is void, and its streams end with `refresh`, reason `removed`.")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> RemoveAsync(
        HostClientBody body, SessionHubs sessions, TimeProvider time)
    {
        if (await sessions.FindAsync(body.Session ?? SessionName.Main) is not { } session) return HostSessionRoutes.Unknown();

        var outcome = await session.ExecuteAsync(new SessionCommand.Remove(body.ClientId, time.GetUtcNow()));
        return outcome.Rejection switch
        {
            null => TypedResults.Ok(new CommandAnswer(outcome.Snapshot.EventCount, outcome.Snapshot)),
            Rejection.UnknownClient => Problem.Of("unknown-client", 404, "Unknown phone", "No phone of this room has this id."),
            var rejection => SessionProblems.Of(rejection, outcome.Snapshot),
        };
    }
}
