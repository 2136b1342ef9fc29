namespace CoListen.Api.Security;

/// <summary>What keeps strangers, and dead or greedy connections, from harming the room.</summary>
internal static class SecuritySetup
{
    /// <summary>More than the 2,000 event streams and their downloads; a flood beyond it is turned away.</summary>
    private const int MaxConnections = 10_000;

    /// <summary>The listening socket and the server's limits. Settings: <c>PublicUrl</c>, <c>AllowedHostNames</c>, <c>Tls:*</c>.</summary>
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AllowedHosts>();
        builder.WebHost.UseSockets(options => options.CreateBoundListenSocket = ListenSocket.Bind);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RequestGuard.MaxBodyBytes;
            options.Limits.MaxConcurrentConnections = MaxConnections;
        });
        builder.AddTls();
    }

    /// <summary>Right after the problems, before the static files.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.Use(SecurityHeaders.AddAsync);
        app.UseMiddleware<RequestGuard>();
    }
}
