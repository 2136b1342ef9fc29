using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace CoListen.ServiceDefaults;

/// <summary>
/// Ends what ASP.NET Core begins: its request span knows method and path, but neither route nor status.
/// Names follow OpenTelemetry's semantic conventions for HTTP server spans.
/// </summary>
internal sealed class RequestSpans : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (request, rest) =>
        {
            await rest(request);
            Describe(request);
        });
        next(app);
    };

    private static void Describe(HttpContext request)
    {
        if (request.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
            return;
        var status = request.Response.StatusCode;
        var route = (request.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? request.Request.Method : string.Create(CultureInfo.InvariantCulture, $"{request.Request.Method} {route}");
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
    }
}
