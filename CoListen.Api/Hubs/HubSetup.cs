using CoListen.Silo.Telemetry;
using SessionOptions = CoListen.Silo.Grains.SessionOptions;

namespace CoListen.Api.Hubs;

/// <summary>What every hub needs.</summary>
internal sealed record HubServices(
    IGrainFactory Grains,
    GrainCalls Calls,
    IOptions<SessionOptions> Options,
    SessionMetrics Metrics,
    TimeProvider Time,
    ILogger<SessionHub> Logger);

/// <summary>Sets up the sessions as this node sees them.</summary>
internal static class HubSetup
{
    /// <summary>Registers <see cref="SessionHubs"/>. After the silo, so that it starts after it.</summary>
    public static void AddHubs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GrainCalls>().AddSingleton<HubServices>();
        builder.Services.AddSingleton<SessionHubs>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SessionHubs>());
    }
}
