using System.Net;
using CoListen.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CoListen.Tests.ServiceDefaults;

[Collection(typeof(ExportTests))]
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
        await using var collector = await OtlpCollector.StartAsync();
        await using var app = await StartAsync(collector);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        await client.GetAsync("/health", cancellation);
        await client.GetAsync("/alive", cancellation);
        await client.GetAsync("/song", cancellation);
        app.Logger.LogWarning("The music stopped");

        await collector.UntilReceivedAsync("traces", "GET /song");
        await collector.UntilReceivedAsync("metrics", "http.server.request.duration");
        await collector.UntilReceivedAsync("metrics", "dotnet.gc.collections");
        await collector.UntilReceivedAsync("logs", "The music stopped");
        var traces = collector.Received("traces");
        Assert.Contains("http.response.status_code", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/health", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/alive", traces, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(OtlpCollector? collector = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(collector?.Settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/song", () => Results.Ok());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
