using CoListen.Api.Library;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Silo.Grains;
using CoListen.Silo.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace CoListen.Api.Files;

/// <summary><c>GET</c> and <c>HEAD /file/{trackId}</c>.</summary>
internal static class FileRoutes
{
    /// <summary>Maps the route. The session of the caller hears how far each download is.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/file/{trackId}", [HttpMethods.Get, HttpMethods.Head], FileOf)
            .RequireRateLimiting(RateLimits.Downloads).WithTags("Files")
            .WithSummary("A whole file, or one range of it.")
            .WithDescription("The ETag is strong and a track never changes: a download that broke off goes on with Range and If-Range.")
            .Produces(StatusCodes.Status200OK, contentType: "audio/mpeg")
            .Produces(StatusCodes.Status206PartialContent, contentType: "audio/mpeg")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status416RangeNotSatisfiable)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> FileOf(
        string trackId, HttpContext context, MusicLibrary library, CurrentClient client, SessionMetrics metrics)
    {
        if (library.Locate(trackId) is not { } file) return LibraryRoutes.UnknownTrack();

        using var handle = file.Open();
        if (handle is null) return Replaced();

        var (asked, response) = (context.Request.GetTypedHeaders(), context.Response);
        if (!HttpMethods.IsGet(context.Request.Method) || !MayBePartial(asked, file.Modified))
        {
            asked.Range = null;
        }

        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        context.Features.Set<IHttpResponseBodyFeature>(new FileBody(context, file, handle, (from, upTo, bytes) =>
        {
            metrics.FileServed(bytes);
            client.Session.Activity.Add(new DownloadProgress(client.ClientId, trackId, from, upTo, file.Track.Size));
        }));
        try
        {
            await TypedResults.PhysicalFile(
                file.Path, file.Track.Mime, null, file.Modified, new EntityTagHeaderValue($"\"{trackId}\""), enableRangeProcessing: true)
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

    // RFC 9110, sections 14.1 and 13.1.5: the framework ignores the unit, and takes any later date for the same.
    private static bool MayBePartial(RequestHeaders asked, DateTimeOffset modified) =>
        string.Equals(asked.Range?.Unit.Value, "bytes", StringComparison.OrdinalIgnoreCase)
        && (asked.IfRange?.LastModified ?? modified) == modified;
}
