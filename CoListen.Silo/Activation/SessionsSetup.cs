using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CoListen.Silo.Activation;

/// <summary>Sessions in this very process, the state of each in one JSON file.</summary>
public static class SessionsSetup
{
    /// <summary>Registers <see cref="ISessions"/> with the settings <c>StateFile</c>, <c>Session:*</c> and <c>Pairing:*</c>.</summary>
    public static void AddSessions(this IHostApplicationBuilder builder)
    {
        builder.AddSessionSettings();
        builder.Services.AddSingleton(new SessionFiles(StateFile(builder.Configuration)));
        builder.Services.AddSingleton<EmbeddedSessions>();
        builder.Services.AddSingleton<ISessions>(services => services.GetRequiredService<EmbeddedSessions>());
        builder.Services.AddHostedService<Farewell>();
    }

    /// <summary>What sessions need wherever they live.</summary>
    internal static void AddSessionSettings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SessionOptions>().BindConfiguration("Session");
        builder.Services.AddOptions<PairingOptions>().BindConfiguration("Pairing");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<SessionMetrics>();
    }

    /// <summary>Where the state of <c>main</c> rests: the setting <c>StateFile</c>, else a file in the user's state directory (XDG Base Directory Specification).</summary>
    public static string StateFile(IConfiguration configuration)
    {
        if (configuration["StateFile"] is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        return Path.Combine(
            string.IsNullOrEmpty(home) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state") : home,
            "colisten",
            "main.json");
    }

    // Streams have to end before the web server waits for its connections, so this listens for the beginning of the end.
    private sealed class Farewell(EmbeddedSessions sessions, IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStopping.Register(() => sessions.DisposeAsync().AsTask().GetAwaiter().GetResult());
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
