using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CoListen.Tests.ServiceDefaults;

/// <summary>Takes telemetry as the dashboard does, OTLP over HTTP, and keeps its bytes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, string> received = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim arrived = new(0);

    private Collector(WebApplication app) => this.app = app;

    /// <summary>What makes a server send everything here, at once.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", app.Urls.First()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "50"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "50"),
    ];

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = new Collector(builder.Build());
        collector.app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var text = Encoding.UTF8.GetString(body.ToArray());
            collector.received.AddOrUpdate(http.Request.Path, text, (_, before) => before + text);
            collector.arrived.Release();
        });
        await collector.app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Everything so far of one kind: <c>traces</c>, <c>metrics</c> or <c>logs</c>. In protobuf, text stands as it is.</summary>
    public string Received(string kind) => received.GetValueOrDefault("/v1/" + kind, "");

    public async Task UntilReceivedAsync(string kind, string text)
    {
        while (!Received(kind).Contains(text, StringComparison.Ordinal))
        {
            await arrived.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        arrived.Dispose();
    }
}
