using System.ComponentModel;
using CoListen.Api.Library;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Silo.Grains;
using CoListen.Silo.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Headers;

namespace CoListen.Api.Files;

/// <summary><c>GET</c> and <c>HEAD /file/{trackId}</c>.</summary>
internal static class FileRoutes
{
    /// <summary>The query parameter that asks for another form of a file.</summary>
    private const string Form = "as";

    /// <summary>
    /// Registers what orders downloads, and what makes and keeps the MP4 form of songs, with the settings <c>Downloads:…</c> and
    /// <c>Remux:…</c>.
    /// </summary>
    public static void AddFiles(this WebApplicationBuilder builder) => builder.Services
        .Configure<DownloadOptions>(builder.Configuration.GetSection("Downloads"))
        .AddSingleton<DownloadTurns>()
        .Configure<RemuxOptions>(builder.Configuration.GetSection("Remux"))
        .AddSingleton<Ffmpeg>()
        .AddSingleton<Mp4Folder>()
        .AddSingleton<Mp4Files>();

    /// <summary>Maps the route. The session of the caller hears how far each download is.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/file/{trackId}", [HttpMethods.Get, HttpMethods.Head], FileOf)
            .RequireRateLimiting(RateLimits.Downloads).WithTags("Files")
            .WithSummary("A whole file, or one range of it.")
            .WithDescription(
                "The ETag is strong and a track never changes: a download that broke off goes on with Range and If-Range. "
                + "Where the index says as: [mp4] (FLAC and ALAC, on a machine with ffmpeg), as=mp4 answers with the same sound as FLAC in "
                + "MP4, another file with an ETag of its own. Refused as no-such-form (400), cannot-remux (422) or no-remux (501).")
            .Produces(StatusCodes.Status200OK, contentType: "audio/mpeg")
            .Produces(StatusCodes.Status206PartialContent, contentType: "audio/mpeg")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status416RangeNotSatisfiable)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status501NotImplemented);

    private static async Task<IResult> FileOf(
        string trackId,
        [FromQuery(Name = Form), Description("mp4, or left out for the file itself.")] string? form,
        HttpContext context,
        MusicLibrary library,
        Ffmpeg ffmpeg,
        Mp4Files mp4Files,
        DownloadTurns turns,
        CurrentClient client,
        SessionMetrics metrics)
    {
        if (library.Locate(trackId) is not { } file) return LibraryRoutes.UnknownTrack();

        if (form is not null)
        {
            if (form != "mp4" || !file.Scanned.HasMp4Form) return NoSuchForm();
            if (!ffmpeg.Exists) return NoRemux();
            if (await mp4Files.GetAsync(file, context.RequestAborted) is not { } mp4) return file.IsInPlace ? CannotRemux() : Replaced();

            file = mp4;
        }

        using var handle = file.Open();
        if (handle is null) return Replaced();

        var (asked, response) = (context.Request.GetTypedHeaders(), context.Response);
        if (!HttpMethods.IsGet(context.Request.Method) || !MayBePartial(asked, file.Modified))
        {
            asked.Range = null;
        }

        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        using var download = turns.Begin(() => client.Session.AwaitedTrackId == trackId);
        context.Features.Set<IHttpResponseBodyFeature>(new FileBody(
            context,
            file,
            handle,
            (from, upTo, bytes) =>
            {
                metrics.FileServed(bytes);
                client.Session.Activity.Add(new DownloadProgress(client.ClientId, trackId, from, upTo, file.Track.Size));
            },
            download.NextAsync));
        try
        {
            await TypedResults.PhysicalFile(
                file.Path, file.Track.Mime, null, file.Modified, new($"\"{file.Track.TrackId}\""), enableRangeProcessing: true)
                .ExecuteAsync(context);
        }
        catch (FileNotFoundException)
        {
            return Replaced();
        }

        if (response.StatusCode != StatusCodes.Status416RangeNotSatisfiable) return TypedResults.Empty;

        (response.Headers.CacheControl, response.ContentLength) = (default, null);
        return Problem.OfStatus(response.StatusCode);
    }

    private static ProblemHttpResult Replaced() =>
        LibraryRoutes.UnknownTrack("The file of this track was removed or replaced since the last scan.");

    private static ProblemHttpResult NoSuchForm() => Problem.Of(
        "no-such-form", StatusCodes.Status400BadRequest, "No such form",
        "The only other form of a file is mp4, and only FLAC and ALAC have it. Leave as out.");

    private static ProblemHttpResult NoRemux() => Problem.Of(
        "no-remux", StatusCodes.Status501NotImplemented, "No MP4 here",
        "MP4 is made by ffmpeg, which the server's machine does not have. Leave as out, or install ffmpeg and start the server again.");

    private static ProblemHttpResult CannotRemux() => Problem.Of(
        "cannot-remux", StatusCodes.Status422UnprocessableEntity, "No MP4 of this file",
        "ffmpeg cannot make MP4 of this file; the server's log says why. Leave as out.");

    // RFC 9110, sections 14.1 and 13.1.5: the framework ignores the unit, takes any later date for the same, and
    // leaves out a validator that is none.
    private static bool MayBePartial(RequestHeaders asked, DateTimeOffset modified) =>
        string.Equals(asked.Range?.Unit.Value, "bytes", StringComparison.OrdinalIgnoreCase)
        && (asked.IfRange is { } since ? (since.LastModified ?? modified) == modified : asked.Headers.IfRange.Count == 0);
}
