using CoListen.Tests.ServiceDefaults;

namespace CoListen.Tests.Telemetry;

[Collection(typeof(ExportTests))]
public sealed class SecretsTests
{
    [Fact(Timeout = 120_000)]
    public async Task Whatever_is_exported_has_neither_the_code_nor_a_token_nor_a_name()
    {
        const string name = "Anneliese Winterfeld";
        const string baggage = "luggage7788";
        await using var collector = await OtlpCollector.StartAsync();
        var all = new[] { "Default", "Microsoft", "CoListen" }.Select(category => ($"Logging:LogLevel:{category}", "Trace"));
        await using var server = TestServer.Start(3, [.. collector.Settings, .. all]);
        using var stranger = server.Stranger();
        using var wrong = await stranger.Post("/pair", new { code = "WRONGGUE", clientName = name });
        using var ana = await server.PairAsync(name);
        await using (await ana.ListenAsync())
        {
            await ana.SendAsync("play", new { positionSec = 1 });
            await ana.SendAsync("ack-download", new { trackId = (await ana.TracksAsync())[0] });
            await ana.SendAsync("next", eventCount: "0");
            await ana.DownloadAsync((await ana.TracksAsync())[0]);
        }

        using var invitation = await stranger.Get("/qr");
        using var screen = await stranger.Get("/host/info", ("Cookie", $"colisten-host={server.HostKey}"), ("baggage", $"party={baggage}"));
        await ana.SendAsync("leave");

        await collector.UntilReceivedAsync("traces", "session leave");
        await collector.UntilReceivedAsync("logs", "leave: accepted");
        await collector.UntilReceivedAsync("logs", "start waited");
        await collector.UntilReceivedAsync("metrics", "colisten.barrier.wait");
        var said = collector.Received("traces") + collector.Received("logs") + collector.Received("metrics");
        Assert.Contains("POST /next", said, StringComparison.Ordinal);
        Assert.Contains("stale", said, StringComparison.Ordinal);
        foreach (var secret in new[] { TestServer.Code, "WRONGGUE", ana.Token.Split('.')[1], name, server.HostKey, baggage })
        {
            Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
        }
    }
}
