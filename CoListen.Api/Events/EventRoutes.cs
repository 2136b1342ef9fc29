using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Api.Hubs;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SessionOptions = CoListen.Silo.Grains.SessionOptions;

namespace CoListen.Api.Events;

/// <summary>How phones hear the session: a snapshot on request, and the stream of everything that happens.</summary>
internal static class EventRoutes
{
    /// <summary>Maps <c>GET /snapshot</c> and <c>GET /events</c>.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/snapshot", async (CurrentClient current) => TypedResults.Json(await current.Session.GetSnapshotAsync(), WireJson.Options))
            .Produces<SnapshotView>().WithTags("Events").WithSummary("The whole session as it stands.");
        routes.MapGet("/events", async (HttpContext http, CurrentClient current, string? sounding) =>
            await ListenAsync(http, current.Session, current.ClientId, sounding))
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").WithTags("Events")
            .WithSummary("Server-sent events. sounding: the anchorEvent from which this phone still sounds. Resumes by Last-Event-ID.");
    }

    /// <summary>Holds the connection open as an event stream until the phone, the session or the server ends it.</summary>
    /// <param name="http">The request, not yet answered.</param>
    /// <param name="session">What to listen to.</param>
    /// <param name="clientId">Whose stream; null for a screen that only looks on.</param>
    /// <param name="sounding">As the phone sent it.</param>
    public static async Task<IResult> ListenAsync(HttpContext http, SessionHub session, string? clientId, string? sounding)
    {
        if (!TryParse(sounding, out var anchorEvent))
        {
            return Problem.Of("bad-sounding", StatusCodes.Status400BadRequest, "Not an eventCount", "sounding has to be a whole number.");
        }

        // An id that is none of ours cannot be resumed from; that is no mistake of the phone's.
        _ = TryParse(http.Request.Headers["Last-Event-ID"], out var lastEventId);
        var (hubs, options) = (http.RequestServices.GetRequiredService<SessionHubs>(), http.RequestServices.GetRequiredService<IOptions<SessionOptions>>());
        if (hubs.StreamCount >= options.Value.Streams)
        {
            return TooMany(http);
        }

        var (stream, rejection) = await session.OpenStreamAsync(clientId, anchorEvent, lastEventId);
        if (rejection is not null)
        {
            return SessionProblems.Of(rejection, await session.GetSnapshotAsync());
        }

        await using (stream)
        {
            await WriteAsync(http, stream!);
        }

        return TypedResults.Empty;
    }

    private static ProblemHttpResult TooMany(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return Problem.Of("too-many-streams", StatusCodes.Status429TooManyRequests, "Too many streams", "The server has as many event streams open as it may.");
    }

    private static async Task WriteAsync(HttpContext http, EventStream stream)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store, no-transform";
        var (body, gone) = (http.Response.BodyWriter, http.RequestAborted);
        await using var overran = stream.Overran.Register(http.Abort);
        try
        {
            // Jittered, so that the phones of a whole room do not come back in the same instant.
            body.Write(System.Text.Encoding.ASCII.GetBytes($"retry: {RandomNumberGenerator.GetInt32(1000, 4001)}\n\n"));
            while (await stream.Frames.WaitToReadAsync(gone))
            {
                while (stream.Frames.TryRead(out var frame))
                {
                    body.Write(frame.Span);
                }

                if ((await body.FlushAsync(gone)).IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The phone is gone: that is how most streams end.
        }
    }

    private static bool TryParse(string? text, out long? number)
    {
        var good = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed);
        number = good ? parsed : null;
        return good || string.IsNullOrEmpty(text);
    }
}
