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
        var commands = routes.MapGroup("").WithTags("Commands").WithMinimalAnswer();
        Position("/play", "Start or resume, behind a barrier for all who are here.", false, (who, known, sec) => new Play(who, known, sec));
        Position("/pause", "Pause; drops a pending barrier.", false, (who, known, sec) => new Pause(who, known, sec));
        Position("/seek", "Go to another position, without a barrier.", true, (who, known, sec) => new Seek(who, known, sec!.Value));
        Plain("/next", "On to the next track, behind a barrier.", (who, known) => new Next(who, known));
        Track("/nudge", "Move a track to next-up.", (who, known, track) => new Nudge(who, known, track));
        Track("/ack-download", "I can sound this track at once.", (who, known, track) => new AckDownload(who, known, track));
        Track("/sit-out", "I cannot sound this track.", (who, known, track) => new SitOut(who, known, track));
        Plain("/start-now", "Release the pending barrier with those who are ready.", (who, known) => new StartNow(who, known));
        commands.MapPost("/rejoin", (RejoinBody body, CurrentClient client) =>
            SendAsync(client, new Rejoin(client.ClientId, body.AnchorEvent)))
            .WithSummary("I was in this song and sound again, alone. Needs no eventCount.");
        commands.MapPost("/asleep", async (CurrentClient client) =>
        {
            await client.Session.ExecuteAsync(new Sleep(client.ClientId));
            return TypedResults.NoContent();
        }).WithSummary("This page is about to be frozen: no barrier waits for it until it says something.");
        commands.MapPost("/leave", (CurrentClient client, TimeProvider time) =>
            SendAsync(client, new Leave(client.ClientId, time.GetUtcNow())))
            .WithSummary("This phone goes at once; it stays paired.");

        void Position(string path, string summary, bool isNeeded, Func<string, long, double?, SessionCommand> command) => commands.MapPost(
            path, async (EventCount known, [FromBody(EmptyBodyBehavior = Allow)] PositionBody? body, CurrentClient client) =>
                (isNeeded || body?.Given is not null ? PositionBody.Check(body?.Given) : null)
                ?? await SendAsync(client, command(client.ClientId, known.Value, body?.Given))).WithSummary(summary);

        void Plain(string path, string summary, Func<string, long, SessionCommand> command) => commands.MapPost(
            path, (EventCount known, [FromBody(EmptyBodyBehavior = Allow)] EmptyBody? _, CurrentClient client) =>
                SendAsync(client, command(client.ClientId, known.Value))).WithSummary(summary);

        void Track(string path, string summary, Func<string, long, string, SessionCommand> command) => commands.MapPost(
            path, (EventCount known, TrackBody body, CurrentClient client) =>
                SendAsync(client, command(client.ClientId, known.Value, body.TrackId))).WithSummary(summary);
    }

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> SendAsync(CurrentClient client, SessionCommand command)
    {
        var outcome = await client.Session.ExecuteAsync(command);
        return outcome.Rejection is { } rejection
            ? SessionProblems.Of(rejection, outcome.Snapshot)
            : TypedResults.Ok(new CommandAnswer(outcome.Snapshot.EventCount, outcome.Snapshot));
    }
}
