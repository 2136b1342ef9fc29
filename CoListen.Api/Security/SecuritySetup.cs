using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HttpOverrides;

namespace CoListen.Api.Security;

/// <summary>What keeps strangers, dead connections and greedy clients from harming the session.</summary>
internal static class SecuritySetup
{
    /// <summary>More than 2,000 event streams and their downloads. Connections over the limit are refused.</summary>
    private const int MostConnections = 10_000;

    private const string ProcessLimits = "/proc/self/limits";

    /// <summary>
    /// Registers addresses and limits. Settings: <c>Urls</c>, <c>PublicUrl</c>, <c>AllowedHostNames</c>, <c>Host:Loopback</c>,
    /// <c>Tls:*</c>.
    /// </summary>
    /// <exception cref="StartupException">A setting is invalid.</exception>
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        var max = MaxConnections(File.Exists(ProcessLimits) ? File.ReadLines(ProcessLimits) : []);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionMemory>();
        builder.Services.AddSingleton<AllowedHosts>().AddSingleton(new ThisMachine(builder.Configuration))
            .AddSingleton(services => new ConnectionLimits(max, services.GetRequiredService<TimeProvider>()));
        builder.WebHost.UseSockets(options => options.CreateBoundListenSocket = ListenSocket.Bind);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RequestGuard.MaxBodyBytes;
            options.Limits.MaxConcurrentConnections = max;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            options.ConfigureEndpointDefaults(
                listen => listen.Use(listen.ApplicationServices.GetRequiredService<ConnectionLimits>().Guard));
        });
        builder.AddAddresses();
        builder.AddRateLimits();
    }

    /// <summary>Adds the middleware that follows the problems and precedes the static files.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AllowedHosts>().PublicOrigin is not null)
        {
            // A proxy on this machine says whose request it is. Nobody else is believed.
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        }

        app.Use(SecurityHeaders.AddAsync);
        app.UseMiddleware<RequestGuard>();
    }

    /// <summary>The most connections: a download needs two descriptors, one for its file.</summary>
    /// <param name="limits">The lines of <c>/proc/self/limits</c>.</param>
    internal static int MaxConnections(IEnumerable<string> limits)
    {
        var files = limits.FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = files?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return int.TryParse(soft, CultureInfo.InvariantCulture, out var descriptors)
            ? Math.Min(MostConnections, descriptors / 2)
            : MostConnections;
    }
}
