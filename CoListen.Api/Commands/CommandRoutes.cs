using System.Security.Claims;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Silo.Activation;
using static CoListen.Silo.Sessions.SessionCommand;

namespace CoListen.Api.Commands;

/// <summary>What people do: one route for each command of the session.</summary>
internal static class CommandRoutes
{
    /// <summary>Maps every command. Each wants a paired caller and <see cref="CommandRequest.Header"/>.</summary>
    public static void MapCommands(this IEndpointRouteBuilder routes)
    {
        Map<PositionBody>(routes, "/play", "Start or resume, behind a barrier for everyone who is here.", (id, count, body) => new Play(id, count, body.PositionSec), Where);
        Map<PositionBody>(routes, "/pause", "Pause; drops a pending barrier.", (id, count, body) => new Pause(id, count, body.PositionSec), Where);
        Map<PositionBody>(routes, "/seek", "Go to another position, without a barrier.", (id, count, body) => new Seek(id, count, body.PositionSec), Where);
        Map<EmptyBody>(routes, "/next", "On to the next track, behind a barrier.", (id, count, _) => new Next(id, count));
        Map<TrackBody>(routes, "/nudge", "Move a track to next-up.", (id, count, body) => new Nudge(id, count, body.TrackId));
        Map<TrackBody>(routes, "/ack-download", "I can sound this track at once.", (id, count, body) => new AckDownload(id, count, body.TrackId));
        Map<TrackBody>(routes, "/sit-out", "I cannot sound this track.", (id, count, body) => new SitOut(id, count, body.TrackId));
        Map<EmptyBody>(routes, "/start-now", "Release the pending barrier with those who are ready.", (id, count, _) => new StartNow(id, count));
        routes.MapPost("/leave", async (ClaimsPrincipal user, CallersSession own, TimeProvider time) =>
            Answer(await own.Session.ExecuteAsync(new Leave(user.ClientId(), time.GetUtcNow()))))
            .Produces<CommandAnswer>().WithTags("Commands").WithSummary("This phone goes at once; it stays paired.");
    }

    private static void Map<TBody>(
        IEndpointRouteBuilder routes, string path, string summary, Func<string, long, TBody, Intent> command, Func<TBody, IResult?>? refuse = null)
        where TBody : class => routes
        .MapPost(path, async (HttpRequest request, ClaimsPrincipal user, CallersSession own) =>
        {
            if (!CommandRequest.TryReadEventCount(request, out var eventCount, out var problem))
            {
                return problem;
            }

            var (body, badBody) = await CommandRequest.ReadBodyAsync<TBody>(request);
            return body is null ? badBody! : refuse?.Invoke(body) ?? Answer(await own.Session.ExecuteAsync(command(user.ClientId(), eventCount, body)));
        })
        .WithTags("Commands").WithSummary(summary).WithMetadata(new NeedsEventCountAttribute())
        .Accepts<TBody>("application/json").Produces<CommandAnswer>()
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status428PreconditionRequired);

    private static IResult Answer(Outcome outcome) => outcome.Rejection is { } rejection
        ? SessionProblems.Of(rejection, outcome.State)
        : TypedResults.Json(new CommandAnswer(outcome.State.EventCount, SnapshotView.Of(outcome.State)), WireJson.Options);

    private static IResult? Where(PositionBody body) => body.IsGood
        ? null
        : Problem.Of("bad-position", StatusCodes.Status400BadRequest, "No such position", "positionSec has to be a number of seconds from 0 to 86400.");
}

/// <summary>Marks a route that wants <see cref="CommandRequest.Header"/>, for the API's description.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsEventCountAttribute : Attribute;
