using Microsoft.AspNetCore.ResponseCompression;

namespace CoListen.Api.Page;

/// <summary>Serves the page, the output of the client build in <c>wwwroot</c>, to paired and unpaired callers.</summary>
internal static class PageFiles
{
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>Marks a route whose answer is compressed.</summary>
    public static readonly object Compressed = new CompressedMark();

    /// <summary>Registers compression for text.</summary>
    public static void AddPage(this WebApplicationBuilder builder) => builder.Services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json", "application/json"];
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    });

    /// <summary>Adds the static files. Names of assets change with their content, so browsers keep them; the page is revalidated.</summary>
    public static void UsePage(this WebApplication app)
    {
        // For files and marked routes alone: even where it compresses nothing, its writer takes whatever is written after the phone has
        // gone.
        app.UseWhen(IsCompressed, files => files.UseResponseCompression());
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? Forever : "no-cache",
        });
    }

    private static bool IsCompressed(HttpContext http) =>
        http.GetEndpoint() is not { Metadata: var marks } || marks.GetMetadata<CompressedMark>() is not null;

    private sealed class CompressedMark;
}
