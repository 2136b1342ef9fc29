using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CoListen.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs over OTLP. ASP.NET Core, Kestrel and the runtime emit their own activities and meters, so listening to them is enough.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Nobody to tell: nothing is listened to, so requests pay nothing for telemetry.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
            return;

        // Without this ASP.NET Core names its spans but leaves out method and path.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        new TelemetryBuilder(builder.Services)
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName))
            .WithTracing(traces => traces.AddSource("Microsoft.AspNetCore", "CoListen.*").SetSampler(new QuietProbes()))
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.*", "System.Runtime", "CoListen.*"))
            .WithLogging(configureBuilder: null, logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true))
            .UseOtlpExporter();
        builder.Services.AddSingleton<IStartupFilter, RequestSpans>();
        builder.Services.AddHostedService<TelemetryStart>();
    }

    private sealed record TelemetryBuilder(IServiceCollection Services) : IOpenTelemetryBuilder;

    /// <summary>The providers listen from the moment they are made; a host makes only what someone asks for.</summary>
    private sealed class TelemetryStart(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            GC.KeepAlive(traces);
            GC.KeepAlive(metrics);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
