using CoListen.Api.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CoListen.Tests.Host;

public sealed class StartupBannerTests(SharedServer shared)
{
    [Fact]
    public void Whoever_starts_the_server_reads_the_address_the_code_the_picture_and_the_way_to_the_host_screen()
    {
        var lines = shared.Server.Console;

        Assert.Contains($"Phones       {shared.Server.Url}\n", lines, StringComparison.Ordinal);
        Assert.Contains($"Code         {TestServer.Code}\n", lines, StringComparison.Ordinal);
        Assert.Contains($"Host screen  {shared.Server.Url}host\n", lines, StringComparison.Ordinal);
        Assert.Contains($"{shared.Server.Url}host?key=", lines, StringComparison.Ordinal);
        Assert.Contains(QrRoute.Blocks($"{shared.Server.Url}#code={TestServer.Code}"), lines, StringComparison.Ordinal);
        Assert.Contains("Open the host screen here or on a TV, and scan the QR with every phone.\n", lines, StringComparison.Ordinal);
        Assert.True(shared.Server.HostKey.Length >= 22, "128 bits at least");
    }

    [Fact]
    public async Task No_log_and_no_trace_has_the_code_the_key_or_a_token()
    {
        // As the telemetry sets it: then the spans say what was asked for.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        using var log = new FakeLoggerProvider();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => log.CreateLogger("span").LogInformation(
                "{Span}", span.DisplayName + string.Join(' ', span.TagObjects)),
        };
        ActivitySource.AddActivityListener(listener);
        const string code = "ZZYYXXWW";
        await using var server = TestServer.Start(
            services => services.AddSingleton<ILoggerProvider>(log),
            ("Pairing:Code", code),
            ("Orleans:EnableDistributedTracing", "true"),
            ("Logging:LogLevel:Default", "Trace"),
            ("Logging:LogLevel:Microsoft", "Trace"));
        using var phone = await server.PairAsync();
        var key = server.HostKey;

        using var entry = await phone.Get($"/host?key={Uri.EscapeDataString(key)}");
        using var info = await phone.Get("/host/info");
        using var picture = await phone.Get("/qr");

        var lines = log.Collector.GetSnapshot()
            .Select(line => $"{line.Category} {line.Message} {line.Exception} {string.Join(' ', line.Scopes)}")
            .ToList();
        Assert.Contains(lines, line => line.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));
        Assert.Contains(
            lines, line => line.StartsWith("span", StringComparison.Ordinal) && line.Contains("/host/info", StringComparison.Ordinal));
        foreach (var secret in new[] { code, key, phone.Token.Split('.')[1] })
        {
            Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }
}
