using CoListen.Api.Commands;
using CoListen.Api.Hubs;
using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionCommand;
using static Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior;

namespace CoListen.Api.Host;

/// <summary>Body of a command of the host screen.</summary>
/// <param name="Session">The session; default: <c>main</c>.</param>
internal sealed record HostCommandBody(string? Session = null);

/// <summary>The commands that the host screen gives without being a phone.</summary>
internal static class HostCommandRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void MapHostCommands(this IEndpointRouteBuilder host)
    {
        Map("/play", "Start or resume where the song stands, behind a barrier.", known => new Play(HostScreen, known, PositionSec: null));
        Map("/pause", "Pause where the song stands.", known => new Pause(HostScreen, known, PositionSec: null));
        Map("/next", "On to the next track, behind a barrier.", known => new Next(HostScreen, known));
        Map("/previous", "Back to the track that ended last, behind a barrier.", known => new Previous(HostScreen, known));
        Map("/start-now", "Release the pending barrier with those who are ready.", known => new StartNow(HostScreen, known));

        void Map(string path, string summary, Func<long, SessionCommand> command) => host.MapPost(
            path,
            ([FromBody(EmptyBodyBehavior = Allow)] HostCommandBody? body,
                [FromHeader(Name = EventCount.Header)] long? known,
                SessionHubs sessions) => SendAsync(sessions, body?.Session, known, command))
            .WithSummary(summary)
            .WithDescription($"{EventCount.Header} may be left out: then it is meant for the session as it is.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> SendAsync(
        SessionHubs sessions, string? name, long? known, Func<long, SessionCommand> command)
    {
        if (await sessions.FindAsync(name ?? SessionName.Main) is not { } session) return HostSessionRoutes.Unknown();

        // What is meant for the session as it is stays so when somebody's command comes in between.
        var outcome = await session.ExecuteAsync(command(known ?? (await session.GetSnapshotAsync()).EventCount));
        while (known is null && outcome.Rejection is Rejection.Stale stale)
        {
            outcome = await session.ExecuteAsync(command(stale.ExpectedEventCount));
        }

        return HostClientRoutes.Answer(outcome);
    }
}
