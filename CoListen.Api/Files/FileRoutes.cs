using CoListen.Api.Library;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Silo.Telemetry;
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
        if (handle is null)
        {
            return LibraryRoutes.UnknownTrack("The file of this track was removed or replaced since the last scan.");
        }

        var isGet = HttpMethods.IsGet(context.Request.Method);
        var tag = new EntityTagHeaderValue($"\"{trackId}\"");
        var modified = DateTimeOffset.FromUnixTimeSeconds(file.Modified.ToUnixTimeSeconds());
        var range = FileRange.Of(isGet, context.Request.GetTypedHeaders(), tag, modified, file.Track.Size);
        var head = Head(context.Response, file.Track, range, tag, modified);
        if (isGet && range.Length > 0)
        {
            var counted = range.From;
            await FileBody.SendAsync(context, file, handle, range, upTo =>
            {
                metrics.FileServed(upTo - counted);
                counted = upTo;
                client.Session.Activity.Add(client.ClientId, trackId, upTo, file.Track.Size);
            });
        }

        return head;
    }

    private static IResult Head(HttpResponse response, Track track, FileRange range, EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        var headers = response.GetTypedHeaders();
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        if (range.Status == StatusCodes.Status416RangeNotSatisfiable)
        {
            headers.ContentRange = new ContentRangeHeaderValue(track.Size);
            return Problem.OfStatus(range.Status);
        }

        response.StatusCode = range.Status;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        headers.ETag = tag;
        headers.LastModified = modified;
        if (range.Status != StatusCodes.Status304NotModified)
        {
            response.ContentType = track.Mime;
            response.ContentLength = range.Length;
        }

        if (range.Status == StatusCodes.Status206PartialContent)
        {
            headers.ContentRange = new ContentRangeHeaderValue(range.From, range.From + range.Length - 1, track.Size);
        }

        return TypedResults.Empty;
    }
}
