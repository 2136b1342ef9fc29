using CoListen.Api.Files;
using CoListen.Api.Page;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using Microsoft.Net.Http.Headers;

namespace CoListen.Api.Library;

/// <summary><c>GET /index</c> and <c>GET /cover/{trackId}</c>.</summary>
internal static class LibraryRoutes
{
    private const int CoverPieceBytes = 32 * 1024;

    /// <summary>Registers <see cref="MusicLibrary"/> with the settings <c>AudioDir</c>, <c>LibraryCache</c> and
    /// <c>WatchAudioDir</c>.</summary>
    public static void AddLibrary(this WebApplicationBuilder builder) => builder.Services
        .Configure<LibraryOptions>(builder.Configuration)
        .AddSingleton<MusicLibrary>()
        .AddSingleton<LibrarySync>()
        .AddHostedService(services => services.GetRequiredService<LibrarySync>())
        .AddHostedService<LibraryWatcher>();

    /// <summary>Maps the index and the covers.</summary>
    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/index", Index).WithMetadata(PageFiles.Compressed).WithTags("Library").WithSummary("The playlist: every track and what is known of it.");
        routes.MapGet("/cover/{trackId}", CoverOf).RequireRateLimiting(RateLimits.Covers).WithTags("Library")
            .WithSummary("The embedded art of a track: JPEG, PNG or WebP.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg", additionalContentTypes: ["image/png", "image/webp"])
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>404: no track has this id, or no longer.</summary>
    public static ProblemHttpResult UnknownTrack(string? detail = null) => Problem.Of(
        "unknown-track", StatusCodes.Status404NotFound, "Unknown track",
        detail ?? "No track has this id: it was removed or replaced, or never was. Fetch /index anew.");

    private static IResult Index(MusicLibrary library, HttpContext context)
    {
        var catalog = library.Catalog;
        context.Response.Headers.CacheControl = "no-cache";
        return IsKnown(context, new(catalog.ETag, isWeak: true))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Json(catalog.Tracks, IndexJson.Default.IReadOnlyListTrack);
    }

    // Sets the tag of the answer; whether the caller has that version.
    private static bool IsKnown(HttpContext context, EntityTagHeaderValue tag)
    {
        context.Response.GetTypedHeaders().ETag = tag;
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));
    }

    public static async Task<IResult> CoverOf(string trackId, MusicLibrary library, HttpContext context)
    {
        var file = library.Locate(trackId);
        using var handle = file?.Cover is null ? null : file.Open();
        if (handle is null) return UnknownTrack("No track with this id has a cover.");

        var response = context.Response;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        if (IsKnown(context, new($"\"{trackId}\""))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var cover = file!.Cover!;
        response.ContentType = cover.Mime;
        response.ContentLength = cover.Length;
        var body = new FileBody(context, file, handle, pieceBytes: CoverPieceBytes);
        await body.SendFileAsync(file.Path, cover.Offset, cover.Length, context.RequestAborted);
        return TypedResults.Empty;
    }
}
