using Microsoft.AspNetCore.ResponseCompression;

namespace CoListen.Api.Page;

/// <summary>The phone's page: what the client build left in <c>wwwroot</c>, for anyone, paired or not.</summary>
internal static class PageFiles
{
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>Compresses the page's text. Music and pictures are small already, and an event stream must not wait for a full buffer.</summary>
    public static void AddPage(this WebApplicationBuilder builder) => builder.Services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    });

    /// <summary>Serves it. The names of the assets change with their content, so they may be kept for ever; the page itself is asked for each time.</summary>
    public static void UsePage(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? Forever : "no-cache",
        });
    }
}
