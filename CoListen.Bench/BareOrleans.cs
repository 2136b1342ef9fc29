using Microsoft.Extensions.Hosting;

namespace CoListen.Bench;

/// <summary>The smallest Orleans web app: localhost clustering, one grain, and a <c>/health</c> that asks it.</summary>
internal static class BareOrleans
{
    public static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.UseOrleans(silo => silo.UseLocalhostClustering(ServerUnderTest.FreePort(), ServerUnderTest.FreePort()));
        var app = builder.Build();
        app.MapGet("/health", (IGrainFactory grains) => grains.GetGrain<IHealthGrain>(0).AskAsync());
        await app.RunAsync();
    }
}

/// <summary>The one grain of <see cref="BareOrleans"/>.</summary>
public interface IHealthGrain : IGrainWithIntegerKey
{
    /// <summary>Answers that it is there.</summary>
    Task<string> AskAsync();
}

/// <inheritdoc cref="IHealthGrain"/>
public sealed class HealthGrain : Grain, IHealthGrain
{
    /// <inheritdoc/>
    public Task<string> AskAsync() => Task.FromResult("Healthy");
}
