using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CoListen.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CoListen.Tests.ServiceDefaults;

public sealed class ExtensionsTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task A_running_server_says_that_it_is_healthy(string path)
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task Traces_metrics_and_logs_reach_the_collector_and_health_probes_do_not()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var received = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using var arrived = new SemaphoreSlim(0);
        await using var collector = NewBuilder().Build();
        collector.Run(async request =>
        {
            using var body = new MemoryStream();
            await request.Request.Body.CopyToAsync(body, request.RequestAborted);
            var text = Encoding.Latin1.GetString(body.ToArray());
            received.AddOrUpdate(request.Request.Path, text, (_, before) => before + text);
            arrived.Release();
        });
        await collector.StartAsync(cancellation);
        await using var app = await StartAsync(collector.Urls.First());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        await client.GetAsync("/health", cancellation);
        await client.GetAsync("/alive", cancellation);
        await client.GetAsync("/song", cancellation);
        app.Logger.LogWarning("The music stopped");

        await UntilReceived("/v1/traces", "GET /song");
        await UntilReceived("/v1/metrics", "http.server.request.duration");
        await UntilReceived("/v1/logs", "The music stopped");
        Assert.Contains("http.response.status_code", received["/v1/traces"], StringComparison.Ordinal);
        Assert.DoesNotContain("/health", received["/v1/traces"], StringComparison.Ordinal);
        Assert.DoesNotContain("/alive", received["/v1/traces"], StringComparison.Ordinal);

        async Task UntilReceived(string path, string text)
        {
            while (!(received.TryGetValue(path, out var all) && all.Contains(text, StringComparison.Ordinal)))
                await arrived.WaitAsync(cancellation);
        }
    }

    private static async Task<WebApplication> StartAsync(string? collector = null)
    {
        var builder = NewBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "50",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "50",
        });
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/song", () => Results.Ok());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder;
    }
}
