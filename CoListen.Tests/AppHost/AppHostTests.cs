extern alias AppHost;

using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoListen.Tests.AppHost;

public sealed class AppHostTests : IDisposable
{
    private readonly Fixtures.TempDirectory folder = new();
    private readonly int port = FreePort();

    [Fact(Timeout = 300_000)]
    public async Task The_server_comes_up_healthy_under_Aspire_with_telemetry_and_takes_the_hosts_commands()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var builder = await CreateAsync("--Pairing:Code", "ABCDEFGH", "--Host:Loopback", "false");
        await using var app = await builder.BuildAsync(cancel);
        await app.StartAsync(cancel);

        await app.ResourceNotifications.WaitForResourceHealthyAsync("server", cancel);

        var server = builder.Resources.OfType<ProjectResource>().Single(project => project.Name == "server");
        var given = await ExecutionConfigurationBuilder.Create(server).WithEnvironmentVariablesConfig()
            .BuildAsync(app.Services.GetRequiredService<DistributedApplicationExecutionContext>(), cancellationToken: cancel);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", given.EnvironmentVariables.ToDictionary());
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Assert.Equal("Healthy", await http.GetStringAsync("/health", cancel));
        var code = await app.ResourceCommands.ExecuteCommandAsync("server", "show-code", cancel);
        Assert.Contains("ABCDEFGH", code.Data!.Value, StringComparison.Ordinal);
        var renewed = await app.ResourceCommands.ExecuteCommandAsync("server", "new-code", cancel);
        Assert.DoesNotContain("ABCDEFGH", renewed.Data!.Value, StringComparison.Ordinal);
        Assert.Matches(@"^\*\*[A-Z0-9]{8}\*\* is the new code", renewed.Data.Value);
        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("server", "let-phones-in", cancel)).Success);
        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("server", "hosts-decide", cancel)).Success);
        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("server", "everyone-decides", cancel)).Success);
        var rooms = await app.ResourceCommands.ExecuteCommandAsync("server", "show-rooms", cancel);
        Assert.Contains("main: 0 here", rooms.Data!.Value, StringComparison.Ordinal);
        Assert.Equal(
            "Every file could be read", (await app.ResourceCommands.ExecuteCommandAsync("server", "show-unreadable", cancel)).Data!.Value);
        Assert.False((await app.ResourceCommands.ExecuteCommandAsync("server", "start-now", cancel)).Success);
        Assert.Equal("0 tracks: 0 new, 0 gone", (await app.ResourceCommands.ExecuteCommandAsync("server", "rescan", cancel)).Data!.Value);
    }

    [Fact(Timeout = 300_000)]
    public async Task Each_of_several_nodes_has_a_port_of_its_own_and_the_database_for_members_and_sessions()
    {
        await using var builder = await CreateAsync("--nodes", "3", "--ConnectionStrings:orleans", "Host=nowhere");

        var nodes = builder.Resources.OfType<ProjectResource>()
            .Where(project => project.Name.StartsWith("server", StringComparison.Ordinal)).ToList();

        Assert.Equal([port, port + 1, port + 2], nodes.Select(node => node.GetEndpoint("http").EndpointAnnotation.Port!.Value));
        foreach (var node in nodes)
        {
            Assert.False(node.GetEndpoint("http").EndpointAnnotation.IsProxied);
            Assert.Contains(node.Annotations.OfType<ResourceRelationshipAnnotation>(), relation => relation.Resource.Name == "orleans");
        }
    }

    public void Dispose() => folder.Dispose();

    private async Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<AppHost::Projects.CoListen_AppHost>(
            [
                "--Urls", $"http://127.0.0.1:{port}", "--AudioDir", folder.Path, "--StateFile", Path.Combine(folder.Path, "main.json"),
                "--LibraryCache", Path.Combine(folder.Path, "library.scan"), .. args,
            ],
            TestContext.Current.CancellationToken);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        return builder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
