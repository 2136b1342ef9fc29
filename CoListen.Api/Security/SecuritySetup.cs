namespace CoListen.Api.Security;

/// <summary>What keeps strangers, dead connections and greedy clients from harming the session.</summary>
internal static class SecuritySetup
{
    /// <summary>More than 2,000 event streams and their downloads. Connections over the limit are refused.</summary>
    private const int MaxConnections = 10_000;

    /// <summary>Registers addresses and limits. Settings: <c>Urls</c>, <c>PublicUrl</c>, <c>AllowedHostNames</c>, <c>Tls:*</c>.</summary>
    /// <exception cref="StartupException">A setting is invalid.</exception>
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
        builder.AddAddresses();
        builder.AddRateLimits();
    }

    /// <summary>Adds the middleware that follows the problems and precedes the static files.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.Use(SecurityHeaders.AddAsync);
        app.UseMiddleware<RequestGuard>();
    }
}
