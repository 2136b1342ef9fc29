using CoListen.Api.Hubs;
using CoListen.Api.Library;
using CoListen.Api.Problems;
using CoListen.Silo.Grains;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CoListen.Api.Host;

/// <summary>An open session, for the host screen.</summary>
/// <param name="Name">The name as it was given.</param>
/// <param name="Code">The pairing code.</param>
/// <param name="Pairing"><c>open</c> or <c>closed</c>.</param>
/// <param name="Here">The number of active phones.</param>
internal sealed record HostSession(string Name, string Code, string Pairing, int Here);

/// <summary>Body of the routes that open and close a session.</summary>
/// <param name="Name">1 to 40 visible characters on one line; unique ignoring case.</param>
internal sealed record SessionNameBody([property: JsonRequired] string Name);

/// <summary>Body of <c>POST /host/code/renew</c>: may be left out.</summary>
/// <param name="Session">The session; default: <c>main</c>.</param>
internal sealed record RenewBody(string? Session = null);

/// <summary>The answer of <c>POST /host/code/renew</c>.</summary>
/// <param name="Code">The new pairing code.</param>
internal sealed record RenewedCode(string Code);

/// <summary><c>/host/sessions</c>: lists, opens and closes sessions; <c>/host/code</c>: their codes.</summary>
internal static class HostSessionRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void MapHostSessions(this IEndpointRouteBuilder host)
    {
        host.MapGet("/sessions", ListAsync).WithSummary("Every open session, main first.");
        host.MapPost("/sessions", OpenAsync).WithSummary("Opens a session with a code, a queue and phones of its own.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        host.MapPost("/sessions/close", CloseAsync).WithSummary("Closes a session for good: its phones are unpaired, its state is gone.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        host.MapPost("/code/renew", RenewAsync).WithSummary("Gives a session a new code; the old one lets nobody in any more.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>404: no session of this name is open.</summary>
    public static ProblemHttpResult Unknown() =>
        Problem.Of("unknown-session", 404, "Unknown session", "No room of this name is open.");

    private static async Task<IReadOnlyList<HostSession>> ListAsync(SessionHubs sessions)
    {
        var all = new List<HostSession>();
        foreach (var entry in await sessions.ListAsync())
        {
            all.Add(await DescribeAsync(sessions, entry));
        }

        return all;
    }

    private static async Task<Results<Ok<HostSession>, ProblemHttpResult>> OpenAsync(
        SessionNameBody body, SessionHubs sessions, LibrarySync library)
    {
        var outcome = await sessions.OpenAsync(body.Name);
        if (outcome.Entry is not { } entry) return Refused(outcome.Refusal);

        if (await sessions.FindAsync(entry.Name) is { } session)
        {
            await library.FollowAsync(session);
        }

        return TypedResults.Ok(await DescribeAsync(sessions, entry));
    }

    private static async Task<Results<Ok<IReadOnlyList<HostSession>>, ProblemHttpResult>> CloseAsync(
        SessionNameBody body, SessionHubs sessions) =>
        await sessions.CloseAsync(body.Name) is { } refusal ? Refused(refusal) : TypedResults.Ok(await ListAsync(sessions));

    private static async Task<Results<Ok<RenewedCode>, ProblemHttpResult>> RenewAsync(
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] RenewBody? body, SessionHubs sessions)
    {
        var outcome = await sessions.RenewCodeAsync(body?.Session ?? SessionName.Main);
        return outcome.Entry is { } entry ? TypedResults.Ok(new RenewedCode(entry.Code)) : Refused(outcome.Refusal);
    }

    private static async Task<HostSession> DescribeAsync(SessionHubs sessions, SessionEntry entry)
    {
        var session = await sessions.FindAsync(entry.Name);
        var here = session is null ? 0 : (await session.GetSnapshotAsync()).Clients.Values.Count(client => client.Active);
        return new(entry.Name, entry.Code, HostRoutes.Pairing(entry), here);
    }

    private static ProblemHttpResult Refused(DirectoryRefusal? refusal) => refusal switch
    {
        DirectoryRefusal.BadName => Problem.Of(
            "bad-session-name", 400, "Bad session name", "A room's name has 1 to 40 characters, all on one line and all visible."),
        DirectoryRefusal.NameTaken => Problem.Of("session-name-taken", 422, "Name taken", "A room of this name is open already."),
        DirectoryRefusal.TooMany => Problem.Of(
            "too-many-sessions", 422, "Too many sessions",
            $"At most {SessionName.MaxSessions} rooms are open at once. Close one first."),
        DirectoryRefusal.MainStays => Problem.Of("main-stays", 422, "Main stays", "The main room is always there and cannot be closed."),
        DirectoryRefusal.NotStored or DirectoryRefusal.Uncertain => SessionProblems.NotStored(refusal is DirectoryRefusal.Uncertain),
        DirectoryRefusal.Corrupt => Problem.Of(
            "state-corrupt", 500, "State file unusable",
            "The server's list of rooms cannot be read; its log says which file and what to do."),
        _ => Unknown(),
    };
}
