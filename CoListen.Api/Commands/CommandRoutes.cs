using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionCommand;
using static Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior;

namespace CoListen.Api.Commands;

/// <summary>One route for each command that people give.</summary>
internal static class CommandRoutes
{
    /// <summary>Maps every command.</summary>
    public static void MapCommands(this IEndpointRouteBuilder routes)
    {
        var commands = routes.MapGroup("").WithTags("Commands");
        commands.MapPost("/play", async (EventCount known, PositionBody body, CurrentClient client) =>
            body.Check() ?? await SendAsync(client, new Play(client.ClientId, known.Value, body.PositionSec)))
            .WithSummary("Start or resume, behind a barrier for everyone who is here.");
        commands.MapPost("/pause", async (EventCount known, PositionBody body, CurrentClient client) =>
            body.Check() ?? await SendAsync(client, new Pause(client.ClientId, known.Value, body.PositionSec)))
            .WithSummary("Pause; drops a pending barrier.");
        commands.MapPost("/seek", async (EventCount known, PositionBody body, CurrentClient client) =>
            body.Check() ?? await SendAsync(client, new Seek(client.ClientId, known.Value, body.PositionSec)))
            .WithSummary("Go to another position, without a barrier.");
        commands.MapPost("/next", (EventCount known, [FromBody(EmptyBodyBehavior = Allow)] EmptyBody? _, CurrentClient client) =>
            SendAsync(client, new Next(client.ClientId, known.Value)))
            .WithSummary("On to the next track, behind a barrier.");
        commands.MapPost("/nudge", (EventCount known, TrackBody body, CurrentClient client) =>
            SendAsync(client, new Nudge(client.ClientId, known.Value, body.TrackId)))
            .WithSummary("Move a track to next-up.");
        commands.MapPost("/ack-download", (EventCount known, TrackBody body, CurrentClient client) =>
            SendAsync(client, new AckDownload(client.ClientId, known.Value, body.TrackId)))
            .WithSummary("I can sound this track at once.");
        commands.MapPost("/sit-out", (EventCount known, TrackBody body, CurrentClient client) =>
            SendAsync(client, new SitOut(client.ClientId, known.Value, body.TrackId)))
            .WithSummary("I cannot sound this track.");
        commands.MapPost("/start-now", (EventCount known, [FromBody(EmptyBodyBehavior = Allow)] EmptyBody? _, CurrentClient client) =>
            SendAsync(client, new StartNow(client.ClientId, known.Value)))
            .WithSummary("Release the pending barrier with those who are ready.");
        commands.MapPost("/leave", (CurrentClient client, TimeProvider time) =>
            SendAsync(client, new Leave(client.ClientId, time.GetUtcNow())))
            .WithSummary("This phone goes at once; it stays paired.");
    }

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> SendAsync(CurrentClient client, SessionCommand command)
    {
        var outcome = await client.Session.ExecuteAsync(command);
        return outcome.Rejection is { } rejection
            ? SessionProblems.Of(rejection, outcome.Snapshot)
            : TypedResults.Ok(new CommandAnswer(outcome.Snapshot.EventCount, outcome.Snapshot));
    }
}
