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
        commands.MapPost("/next", (EventCount known, [FromBody(EmptyBodyBehavior = Allow)] NextBody? body, CurrentClient client) =>
            SendAsync(client, new Next(client.ClientId, known.Value, body?.Ended is true)))
            .WithSummary("On to the next track, behind a barrier.");
        Plain("/previous", "Back to the track that ended last, behind a barrier.", (who, known) => new Previous(who, known));
        Track("/nudge", "Move a track to next-up.", (who, known, track) => new Nudge(who, known, track));
        Track("/wish", "Wish a track: it plays soon, and wishers take turns.", (who, known, track) => new Wish(who, known, track));
        Track("/unwish", "Take back my wish: it goes to the end of the queue.", (who, known, track) => new Unwish(who, known, track));
        commands.MapPost("/move", (EventCount known, MoveBody body, CurrentClient client) =>
            SendAsync(client, new Move(client.ClientId, known.Value, body.TrackId, body.AfterTrackId)))
            .WithSummary("Move a track to just after another.");
        Track("/not-tonight", "Put a track aside until it is brought back.", (who, known, track) => new NotTonight(who, known, track));
        Track("/bring-back", "Bring back a track that was put aside.", (who, known, track) => new BringBack(who, known, track));
        Plain(
            "/shuffle", "Mix what stands behind the wishes and what was moved there.",
            (who, known) => new Shuffle(who, known, Random.Shared.NextInt64()));
        Plain(
            "/undo", "Take back my last change of the queue's order, if nobody has done anything since.",
            (who, known) => new Undo(who, known));
        Track("/ack-download", "I can sound this track at once.", (who, known, track) => new AckDownload(who, known, track));
        commands.MapPost("/sit-out", (EventCount known, SitOutBody body, CurrentClient client) =>
            SendAsync(client, new SitOut(client.ClientId, known.Value, body.TrackId, body.Reason)))
            .WithSummary("I cannot sound this track.");
        Plain("/start-now", "Release the pending barrier with those who are ready.", (who, known) => new StartNow(who, known));
        commands.MapPost("/rejoin", (RejoinBody body, CurrentClient client) =>
            SendAsync(client, new Rejoin(client.ClientId, body.AnchorEvent)))
            .WithSummary("I was in this song and sound again, alone. Needs no eventCount.");
        commands.MapPost("/rename", RenameAsync).WithSummary("This phone's new name. Needs no eventCount.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        commands.MapPost("/asleep", async ([FromBody(EmptyBodyBehavior = Allow)] AsleepBody? body, CurrentClient client) =>
        {
            await client.Session.ExecuteAsync(new Sleep(client.ClientId, body?.Reason));
            return TypedResults.NoContent();
        }).WithSummary("This page is about to be frozen, or silent by itself: no barrier waits for it until it says something.");
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

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> RenameAsync(RenameBody body, CurrentClient client)
    {
        if (!ClientName.IsGood(body.Name)) return ClientName.Refuse();

        return await SendAsync(client, await ClientName.RenameAsync(client.Session, client.ClientId, body.Name));
    }

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> SendAsync(CurrentClient client, SessionCommand command)
    {
        var outcome = await client.Session.ExecuteAsync(command);
        return outcome.Rejection is { } rejection
            ? SessionProblems.Of(rejection, outcome.Snapshot)
            : TypedResults.Ok(new CommandAnswer(outcome.Snapshot.EventCount, outcome.Snapshot));
    }
}
