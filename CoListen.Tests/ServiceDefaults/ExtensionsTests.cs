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

    [Fact]
    public async Task Traces_metrics_and_logs_reach_the_collector_and_health_probes_do_not()
    {
        var received = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = NewBuilder().Build();
        collector.Run(async request =>
        {
            using var body = new MemoryStream();
            await request.Request.Body.CopyToAsync(body, request.RequestAborted);
            received.AddOrUpdate(request.Request.Path, Text(body), (_, before) => before + Text(body));
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);

        await using (var app = await StartAsync(collector.Urls.First()))
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            await client.GetAsync("/song", TestContext.Current.CancellationToken);
            await client.GetAsync("/health", TestContext.Current.CancellationToken);
            await client.GetAsync("/alive", TestContext.Current.CancellationToken);
            app.Logger.LogWarning("The music stopped");
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains("GET /song", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.response.status_code", received["/v1/traces"], StringComparison.Ordinal);
        Assert.DoesNotContain("/health", received["/v1/traces"], StringComparison.Ordinal);
        Assert.DoesNotContain("/alive", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("The music stopped", received["/v1/logs"], StringComparison.Ordinal);

        static string Text(MemoryStream body) => Encoding.Latin1.GetString(body.ToArray());
    }

    private static async Task<WebApplication> StartAsync(string? collector = null)
    {
        var builder = NewBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
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
