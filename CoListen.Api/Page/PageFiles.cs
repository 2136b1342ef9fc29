using Microsoft.AspNetCore.ResponseCompression;

namespace CoListen.Api.Page;

/// <summary>Serves the page, the output of the client build in <c>wwwroot</c>, to paired and unpaired callers.</summary>
internal static class PageFiles
{
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>Registers compression for text. Music and pictures are compressed, and an event stream must not be buffered.</summary>
    public static void AddPage(this WebApplicationBuilder builder) => builder.Services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    });

    /// <summary>Adds the static files. Names of assets change with their content, so browsers keep them; the page is revalidated.</summary>
    public static void UsePage(this WebApplication app)
    {
        app.UseWhen(http => !WritesToThePhone(http.Request.Path), page => page.UseResponseCompression());
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? Forever : "no-cache",
        });
    }

    /// <summary>
    /// Whether the route writes pieces as the phone takes them. The compression, even of what it leaves as it is, has a writer of its own,
    /// which takes whatever is written after the phone has gone.
    /// </summary>
    private static bool WritesToThePhone(PathString path) =>
        path.StartsWithSegments("/file", StringComparison.Ordinal)
        || path.StartsWithSegments("/cover", StringComparison.Ordinal)
        || path.StartsWithSegments("/events", StringComparison.Ordinal);
}
