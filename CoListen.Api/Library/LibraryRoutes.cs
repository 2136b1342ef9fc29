using System.ComponentModel;
using CoListen.Api.Files;
using CoListen.Api.Library.Loudness;
using CoListen.Api.Page;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using Microsoft.Net.Http.Headers;

namespace CoListen.Api.Library;

/// <summary><c>GET /index</c> and <c>GET /cover/{id}</c>.</summary>
internal static class LibraryRoutes
{
    private const int CoverPieceBytes = 32 * 1024;

    /// <summary>Registers <see cref="MusicLibrary"/> with the settings <c>AudioDir</c>, <c>LibraryCache</c>, <c>WatchAudioDir</c> and
    /// <c>MeasureLoudness</c>.</summary>
    public static void AddLibrary(this WebApplicationBuilder builder) => builder.Services
        .Configure<LibraryOptions>(builder.Configuration)
        .AddSingleton<MusicLibrary>()
        .AddSingleton<Thumbnails>()
        .AddSingleton<LibrarySync>()
        .AddHostedService(services => services.GetRequiredService<LibrarySync>())
        .AddHostedService<LibraryWatcher>()
        .AddHostedService<LoudnessMeter>();

    /// <summary>Maps the index and the covers.</summary>
    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/index", Index).WithMetadata(PageFiles.Compressed).WithTags("Library")
            .WithSummary("The playlist: every track and what is known of it.");
        routes.MapGet("/cover/{id}", CoverOf).RequireRateLimiting(RateLimits.Covers).WithTags("Library")
            .WithSummary("The embedded art of a track: JPEG, PNG or WebP.")
            .WithDescription(
                "The index has the address, one for all tracks with the same picture; a trackId will do as well. With size, the "
                + "middle square of the picture comes as WebP, at most that many pixels wide. Refused as no-such-size (400).")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg", additionalContentTypes: ["image/png", "image/webp"])
            .ProducesProblem(StatusCodes.Status400BadRequest)
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

    public static async Task<IResult> CoverOf(
        string id,
        [Description("Pixels: 64, 128, 256 or 512. Left out for the picture itself.")] string? size,
        MusicLibrary library,
        Thumbnails thumbnails,
        HttpContext context)
    {
        var isSize = int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var edge) && Thumbnails.Sizes.Contains(edge);
        if (size is not null && !isSize) return NoSuchSize();

        var file = library.Catalog.FindCover(id);
        using var handle = file?.Cover is null ? null : file.Open();
        if (handle is null) return UnknownTrack("No track with this id has a cover.");

        var cover = file!.Cover!;
        var thumbnail = size is null ? null : await thumbnails.GetAsync(file, edge, context.RequestAborted);
        if (size is not null && thumbnail is null) return UnknownTrack("The cover of this track does not decode.");

        var response = context.Response;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        var tag = size is null ? cover.Hash : $"{cover.Hash}-{edge}";
        if (IsKnown(context, new($"\"{tag}\""))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        if (thumbnail is not null) return TypedResults.Bytes(thumbnail, Thumbnails.Mime);

        response.ContentType = cover.Mime;
        response.ContentLength = cover.Length;
        var body = new FileBody(context, file, handle, nextPiece: _ => ValueTask.FromResult(CoverPieceBytes));
        await body.SendFileAsync(file.Path, cover.Offset, cover.Length, context.RequestAborted);
        return TypedResults.Empty;
    }

    private static ProblemHttpResult NoSuchSize() => Problem.Of(
        "no-such-size", StatusCodes.Status400BadRequest, "No such size",
        "A cover comes 64, 128, 256 or 512 pixels wide. Leave size out for the picture itself.");
}
