using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CoListen.ServiceDefaults;

/// <summary>Telemetry and health checks of a CoListen process, named as Aspire's service defaults name them.</summary>
public static class Extensions
{
    private const string HealthPath = "/health";
    private const string AlivePath = "/alive";

    /// <summary>Adds the health checks and, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, traces, metrics and logs over OTLP.</summary>
    public static void AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) AddTelemetry(builder);
    }

    /// <summary>Maps <c>/health</c> (every check passes) and <c>/alive</c> (the process answers), open to all, not traced.</summary>
    public static void MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(HealthPath).DisableHttpMetrics().AllowAnonymous();
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") })
            .DisableHttpMetrics().AllowAnonymous();
    }

    // A method of its own: it is what loads the libraries for it.
    private static void AddTelemetry(IHostApplicationBuilder builder) => builder.Services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(
            builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName, autoGenerateServiceInstanceId: false))
        .WithTracing(traces => traces
            .SetSampler(new ParentBasedSampler(new AlwaysOnSampler()))
            .AddAspNetCoreInstrumentation(requests => requests.Filter = http => !IsProbe(http.Request.Path))
            .AddSource("CoListen.*", "Microsoft.Orleans.*")
            .AddProcessor(new SpanPrivacy()))
        .WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter("CoListen.*", "Microsoft.Orleans"))
        .WithLogging(
            logs => logs.AddProcessor(new LogPrivacy()),
            options => (options.IncludeScopes, options.IncludeFormattedMessage) = (true, true))
        .UseOtlpExporter();

    private static bool IsProbe(PathString path) => path == HealthPath || path == AlivePath;
}
