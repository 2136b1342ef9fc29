using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CoListen.Silo.Activation;

/// <summary>The session in this very process, its state in one JSON file.</summary>
public static class EmbeddedSession
{
    /// <summary>Registers <see cref="ISession"/> with the settings <c>StateFile</c> and <c>Session:*</c>.</summary>
    public static void AddSession(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SessionOptions>().BindConfiguration("Session");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<SessionMetrics>();
        builder.Services.AddSingleton<IStateFile>(services => new AtomicFile(StateFile(builder.Configuration), services.GetRequiredService<SessionMetrics>()));
        builder.Services.AddSingleton<SessionActivation>();
        builder.Services.AddSingleton<ISession>(services => services.GetRequiredService<SessionActivation>());
        builder.Services.AddHostedService<Farewell>();
    }

    /// <summary>Where the state rests: the setting <c>StateFile</c>, else a file in the user's state directory (XDG Base Directory Specification).</summary>
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
    private sealed class Farewell(SessionActivation session, IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStopping.Register(() =>
            {
                session.RefreshAsync("shutdown").AsTask().GetAwaiter().GetResult();
                session.DisposeAsync().AsTask().GetAwaiter().GetResult();
            });
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
