using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CoListen.Tests.Fixtures;

/// <summary>Takes telemetry as the dashboard does, OTLP over HTTP, and keeps its bytes.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> received = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim arrived = new(0);

    private OtlpCollector(WebApplication app) => this.app = app;

    /// <summary>What makes a server send everything here, at once.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", app.Urls.First()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "50"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "50"),
    ];

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = new OtlpCollector(builder.Build());
        collector.app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            collector.received.GetOrAdd(http.Request.Path, _ => []).Enqueue(Encoding.UTF8.GetString(body.ToArray()));
            collector.arrived.Release();
        });
        await collector.app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Everything so far of one kind: <c>traces</c>, <c>metrics</c> or <c>logs</c>. In protobuf, text stands as it is.</summary>
    public string Received(string kind) => string.Concat(Exports(kind));

    /// <summary>Waits until an export of that kind holds the text; after a minute says what came instead.</summary>
    public async Task UntilReceivedAsync(string kind, string text)
    {
        using var minute = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        minute.CancelAfter(TimeSpan.FromMinutes(1));
        while (!Exports(kind).Any(export => export.Contains(text, StringComparison.Ordinal)))
        {
            try
            {
                await arrived.WaitAsync(minute.Token);
            }
            catch (OperationCanceledException e)
            {
                var came = string.Join(", ", received.Select(pair => $"{pair.Value.Count} of {pair.Key}"));
                throw new TimeoutException($"no export of {kind} holds '{text}'; there came {came}", e);
            }
        }
    }

    private ConcurrentQueue<string> Exports(string kind) => received.GetOrAdd("/v1/" + kind, _ => []);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        arrived.Dispose();
    }
}
