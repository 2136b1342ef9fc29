using CoListen.Api.Commands;
using CoListen.Api.Hubs;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Host;

/// <summary>Body of <c>POST /host/clients/remove</c>.</summary>
/// <param name="ClientId">The phone.</param>
/// <param name="Session">Its session; default: <c>main</c>.</param>
internal sealed record HostClientBody([property: JsonRequired] string ClientId, string? Session = null);

/// <summary>Body of <c>POST /host/clients/host</c>.</summary>
/// <param name="ClientId">The phone.</param>
/// <param name="Host">Whether it is a host.</param>
/// <param name="Session">Its session; default: <c>main</c>.</param>
internal sealed record HostFlagBody([property: JsonRequired] string ClientId, [property: JsonRequired] bool Host, string? Session = null);

/// <summary>Body of <c>POST /host/clients/rename</c>.</summary>
/// <param name="ClientId">The phone.</param>
/// <param name="Name">At most 40 visible characters on one line; when empty, the server chooses one.</param>
/// <param name="Session">Its session; default: <c>main</c>.</param>
internal sealed record HostRenameBody(
    [property: JsonRequired] string ClientId, [property: JsonRequired] string Name, string? Session = null);

/// <summary>Body of <c>POST /host/control</c>.</summary>
/// <param name="Control">Who may do everything: <c>everyone</c> or <c>hosts</c>.</param>
/// <param name="Session">The session; default: <c>main</c>.</param>
internal sealed record HostControlBody([property: JsonRequired] Control Control, string? Session = null);

/// <summary>Body of <c>POST /host/loudness</c>.</summary>
/// <param name="Even">Whether all songs are to sound equally loud, as far as their loudness is known.</param>
/// <param name="Session">The session; default: <c>main</c>.</param>
internal sealed record HostLoudnessBody([property: JsonRequired] bool Even, string? Session = null);

/// <summary>What the host screen decides about a session and its phones.</summary>
internal static class HostClientRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void MapHostClients(this IEndpointRouteBuilder host)
    {
        host.MapPost("/clients/remove", (HostClientBody body, SessionHubs sessions, TimeProvider time) =>
            SendAsync(sessions, body.Session, new SessionCommand.Remove(body.ClientId, time.GetUtcNow())))
            .WithSummary("Unpairs a phone: its token is void, and its streams end with `refresh`, reason `removed`.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        host.MapPost("/clients/host", (HostFlagBody body, SessionHubs sessions) =>
            SendAsync(sessions, body.Session, new SessionCommand.SetHost(body.ClientId, body.Host)))
            .WithSummary("Makes a phone a host, or a guest again.").ProducesProblem(StatusCodes.Status404NotFound);
        host.MapPost("/clients/rename", RenameAsync)
            .WithSummary("Gives a phone another name; a phone that is asleep sleeps on.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        host.MapPost("/control", (HostControlBody body, SessionHubs sessions) =>
            SendAsync(sessions, body.Session, new SessionCommand.SetControl(body.Control)))
            .WithSummary("Decides whether everyone or only hosts may do everything.").ProducesProblem(StatusCodes.Status404NotFound);
        host.MapPost("/loudness", (HostLoudnessBody body, SessionHubs sessions) =>
            SendAsync(sessions, body.Session, new SessionCommand.SetEvenLoudness(body.Even)))
            .WithSummary("Decides whether all songs sound equally loud, from the next start on.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The answer to the host screen.</summary>
    public static Results<Ok<CommandAnswer>, ProblemHttpResult> Answer(Outcome outcome) => outcome.Rejection switch
    {
        null => TypedResults.Ok(new CommandAnswer(outcome.Snapshot.EventCount, outcome.Snapshot)),
        Rejection.UnknownClient => Problem.Of("unknown-client", 404, "Unknown phone", "No phone of this room has this id."),
        var rejection => SessionProblems.Of(rejection, outcome.Snapshot),
    };

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> RenameAsync(HostRenameBody body, SessionHubs sessions)
    {
        if (!ClientName.IsGood(body.Name)) return ClientName.Refuse();

        return await sessions.FindAsync(body.Session ?? SessionName.Main) is { } session
            ? Answer(await session.ExecuteAsync(await ClientName.RenameAsync(session, body.ClientId, body.Name)))
            : HostSessionRoutes.Unknown();
    }

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> SendAsync(
        SessionHubs sessions, string? name, SessionCommand command) =>
        await sessions.FindAsync(name ?? SessionName.Main) is { } session
            ? Answer(await session.ExecuteAsync(command))
            : HostSessionRoutes.Unknown();
}
