using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CoListen.ServiceDefaults;

/// <summary>What every CoListen process has beside its job: telemetry and health, named as Aspire's service defaults name them.</summary>
public static class Extensions
{
    internal const string HealthPath = "/health";
    internal const string AlivePath = "/alive";

    /// <summary>Adds telemetry (only where an OTLP endpoint is configured) and the health checks behind <c>/health</c> and <c>/alive</c>.</summary>
    /// <param name="builder">The application being built.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        return builder;
    }

    /// <summary>Maps <c>/health</c> (every check passes) and <c>/alive</c> (the process answers), both open to all and left out of metrics and traces.</summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(HealthPath).DisableHttpMetrics().AllowAnonymous();
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") })
            .DisableHttpMetrics().AllowAnonymous();
        return app;
    }
}
