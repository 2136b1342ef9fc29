namespace CoListen.Api.Hubs;

/// <summary>Sets up the sessions as this node sees them.</summary>
internal static class HubSetup
{
    /// <summary>Registers <see cref="SessionHubs"/>. After the silo, so that it starts after it.</summary>
    public static void AddHubs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HubServices>();
        builder.Services.AddSingleton<SessionHubs>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SessionHubs>());
    }
}
