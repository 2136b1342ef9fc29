using CoListen.Api.Library;
using CoListen.Api.Problems;
using CoListen.Silo.Telemetry;
using Microsoft.Net.Http.Headers;

namespace CoListen.Api.Files;

/// <summary>The files' part of the server: <c>GET</c> and <c>HEAD /file/{trackId}</c>.</summary>
public static class FileRoutes
{
    /// <summary>
    /// Maps the files. Who may ask is the caller's business; the claim <c>clientId</c> says who it is. An <see cref="IDownloadProgress"/> hears of
    /// every download if one is registered.
    /// </summary>
    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/file/{trackId}", [HttpMethods.Get, HttpMethods.Head], FileOf).WithName("file").WithTags("Files")
            .WithSummary("A whole file, or one range of it.")
            .WithDescription("The ETag is strong and a track never changes: a download that broke off goes on with Range and If-Range.")
            .Produces(StatusCodes.Status200OK, contentType: "audio/mpeg")
            .Produces(StatusCodes.Status206PartialContent, contentType: "audio/mpeg")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status416RangeNotSatisfiable)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        return routes;
    }

    private static async Task<IResult> FileOf(string trackId, HttpContext context, MusicLibrary library, DownloadSlots slots, SessionMetrics metrics)
    {
        if (library.Locate(trackId) is not { } file)
        {
            return LibraryRoutes.UnknownTrack();
        }

        using var handle = file.Open();
        if (handle is null)
        {
            return LibraryRoutes.UnknownTrack("The file of this track was removed or replaced since the last scan.");
        }

        var isGet = HttpMethods.IsGet(context.Request.Method);
        var tag = new EntityTagHeaderValue($"\"{trackId}\"");
        var modified = DateTimeOffset.FromUnixTimeSeconds(file.Modified.ToUnixTimeSeconds());
        var part = FileRange.Of(isGet, context.Request.GetTypedHeaders(), tag, modified, file.Track.Size);
        var client = context.User.FindFirst("clientId")?.Value ?? context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!isGet || part.Length == 0)
        {
            return Head(context.Response, file.Track, part, tag, modified);
        }

        if (!slots.TryTake(client))
        {
            context.Response.Headers.RetryAfter = "1";
            return Problem.Of("too-many-downloads", StatusCodes.Status429TooManyRequests, "Too many downloads",
                $"At most {DownloadSlots.PerClient} downloads run at once for each client. Try again when one of them is done.");
        }

        try
        {
            Head(context.Response, file.Track, part, tag, modified);
            var progress = context.RequestServices.GetService<IDownloadProgress>();
            var counted = part.From;
            await FileBody.SendAsync(context, file, handle, part, upTo =>
            {
                metrics.FileServed(upTo - counted);
                counted = upTo;
                progress?.Served(client, trackId, upTo, file.Track.Size);
            });
            return TypedResults.Empty;
        }
        finally
        {
            slots.GiveBack(client);
        }
    }

    private static IResult Head(HttpResponse response, Track track, FileRange part, EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        var headers = response.GetTypedHeaders();
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        if (part.Status == StatusCodes.Status416RangeNotSatisfiable)
        {
            headers.ContentRange = new ContentRangeHeaderValue(track.Size);
            return Problem.OfStatus(part.Status);
        }

        response.StatusCode = part.Status;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        headers.ETag = tag;
        headers.LastModified = modified;
        if (part.Status != StatusCodes.Status304NotModified)
        {
            response.ContentType = track.Mime;
            response.ContentLength = part.Length;
        }

        if (part.Status == StatusCodes.Status206PartialContent)
        {
            headers.ContentRange = new ContentRangeHeaderValue(part.From, part.From + part.Length - 1, track.Size);
        }

        return TypedResults.Empty;
    }
}
