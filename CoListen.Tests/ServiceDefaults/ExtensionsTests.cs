using CoListen.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
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

    [Fact(Timeout = 120_000)]
    public async Task Neither_a_query_nor_a_grains_key_is_exported_nor_a_trace_that_Orleans_began_by_itself()
    {
        using var orleans = new ActivitySource("Microsoft.Orleans.Application");
        await using var collector = await OtlpCollector.StartAsync();
        await using var app = await StartAsync(collector, asked: () => Call("Asked/Execute"));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        Activity.Current = null;
        Call("Unasked/Renew");
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Runtime.Catalog")
            .LogWarning(new InvalidOperationException("not session/kitchen"), "Deactivating {Grain}", "session/kitchen");
        await client.GetAsync("/song?key=kitchen", TestContext.Current.CancellationToken);

        await collector.UntilReceivedAsync("traces", "Asked/Execute");
        await collector.UntilReceivedAsync("traces", "GET /song");
        await collector.UntilReceivedAsync("logs", "Deactivating {Grain}");
        var said = collector.Received("traces") + collector.Received("logs");
        Assert.Contains("ISessionGrain", said, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", said, StringComparison.Ordinal);
        Assert.DoesNotContain("kitchen", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unasked", said, StringComparison.Ordinal);

        void Call(string method)
        {
            using var outgoing = orleans.StartActivity(method, ActivityKind.Client);
            using var incoming = orleans.StartActivity(method, ActivityKind.Server);
            incoming?.SetTag("orleans.rpc.service", "ISessionGrain").SetTag("orleans.rpc.target_id", "session/kitchen");
        }
    }

    private static async Task<WebApplication> StartAsync(OtlpCollector? collector = null, Action? asked = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        foreach (var (key, value) in collector?.Settings ?? [])
        {
            builder.Configuration[key] = value;
        }

        // Aspire sets these two for what it starts.
        builder.Configuration["OTEL_TRACES_SAMPLER"] = "always_on";
        builder.Configuration["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/song", () => asked?.Invoke());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
