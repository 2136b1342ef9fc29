using System.Buffers;
using CoListen.Api.Commands;
using CoListen.Api.Hubs;
using CoListen.Api.Page;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;
using SessionOptions = CoListen.Silo.Grains.SessionOptions;

namespace CoListen.Api.Events;

/// <summary><c>GET /snapshot</c> and <c>GET /events</c>.</summary>
internal static class EventRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/snapshot", async (CurrentClient current) =>
            TypedResults.Ok(await current.Session.GetSnapshotAsync() with { Copies = null }))
            .WithMetadata(PageFiles.Compressed).WithTags("Events").WithSummary("The whole session as it stands.");
        routes.MapGet("/events", async (HttpContext http, CurrentClient current, string? sounding, string? positionSec) =>
            await ListenAsync(http, current.Session, current.ClientId, sounding, positionSec))
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").WithTags("Events")
            .WithSummary("Server-sent events. Resumes by Last-Event-ID.")
            .WithDescription("sounding: the anchorEvent from which this phone still sounds; positionSec: where its song is by now.");
    }

    /// <summary>Writes an event stream until the phone, the session or the server ends it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="session">The session.</param>
    /// <param name="clientId">The phone; null for a host screen.</param>
    /// <param name="sounding">The query of that name.</param>
    /// <param name="positionSec">The query of that name.</param>
    public static async Task<IResult> ListenAsync(
        HttpContext http, SessionHub session, string? clientId, string? sounding, string? positionSec)
    {
        if (!TryParse(sounding, out var anchorEvent))
        {
            return Problem.Of("bad-sounding", 400, "Not an eventCount", "sounding has to be a whole number.");
        }

        double? place = null;
        if (!string.IsNullOrEmpty(positionSec))
        {
            place = double.TryParse(positionSec, NumberStyles.Float, CultureInfo.InvariantCulture, out var sec) ? sec : double.NaN;
            if (PositionBody.Check(place) is { } problem) return problem;
        }

        // An unknown id is no error: the stream starts with a snapshot.
        _ = TryParse(http.Request.Headers["Last-Event-ID"], out var lastEventId);
        EventStream? stream;
        Rejection? rejection;
        using (var opening = clientId is null ? null : await RateLimits.Openings.AcquireAsync(clientId, 1, http.RequestAborted))
        {
            if (opening is { IsAcquired: false } || IsFull(http.RequestServices, session, clientId)) return TooMany(http);

            (stream, rejection) = await session.OpenStreamAsync(
                clientId, anchorEvent is { } anchor ? new Sounding(anchor, place) : null, lastEventId);
        }

        if (rejection is not null) return SessionProblems.Of(rejection, await session.GetSnapshotAsync());

        await using (stream)
        {
            await WriteAsync(http, stream!);
        }

        return TypedResults.Empty;
    }

    /// <summary>
    /// Whether the server has too many streams for one more. The last tenth is for phones that have none; where a phone has as many as it
    /// may, its oldest one ends, so that there are no more than before.
    /// </summary>
    private static bool IsFull(IServiceProvider services, SessionHub session, string? clientId)
    {
        var options = services.GetRequiredService<IOptions<SessionOptions>>().Value;
        var own = clientId is null ? 0 : session.CountStreamsOf(clientId);
        var max = own == 0 ? options.Streams : options.Streams - (options.Streams / 10);
        return own < options.StreamsPerClient && services.GetRequiredService<SessionHubs>().StreamCount >= max;
    }

    private static ProblemHttpResult TooMany(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return Problem.Of(
            "too-many-streams", 429, "Too many streams", "This phone, or the whole server, has as many event streams open as it may.");
    }

    private static async Task WriteAsync(HttpContext http, EventStream stream)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var (body, gone) = (http.Response.BodyWriter, http.RequestAborted);
        await using var overran = stream.Overran.Register(http.Abort);
        try
        {
            // Jitter: the phones of a session do not all reconnect at once.
            body.Write(Encoding.ASCII.GetBytes($"retry: {RandomNumberGenerator.GetInt32(1000, 4001)}\n\n"));
            while (await stream.Frames.WaitToReadAsync(gone))
            {
                while (stream.Frames.TryRead(out var frame))
                {
                    body.Write(frame.Span);
                }

                if ((await body.FlushAsync(gone)).IsCompleted) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The phone closed the connection.
        }
    }

    private static bool TryParse(string? text, out long? number)
    {
        var good = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed);
        number = good ? parsed : null;
        return good || string.IsNullOrEmpty(text);
    }
}
