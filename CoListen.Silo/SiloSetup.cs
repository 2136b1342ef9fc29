using System.Net.Sockets;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Serialization;

namespace CoListen.Silo;

/// <summary>
/// The silo of this process. Clustering, storage and endpoints come from Orleans' own configuration section, <c>Orleans</c>.
/// </summary>
internal static class SiloSetup
{
    private const string Endpoints = "Orleans:Endpoints:";
    private const string Tracing = "Orleans:EnableDistributedTracing";

    // Below the ports that the system gives to outgoing connections (Linux: from 32768), so that none of those takes it before the silo
    // does.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    private static readonly JsonSerializerOptions Json = new() { IgnoreReadOnlyProperties = true };

    /// <summary>
    /// Adds the silo with the sessions. Settings: <c>Orleans:*</c>, <c>StateFile</c>, <c>Session:*</c>, <c>Pairing:*</c>.
    /// </summary>
    /// <returns>A sentence for the person who starts this process, when another one holds the state; else null.</returns>
    public static string? AddSessions(this IHostApplicationBuilder builder)
    {
        var files = SessionFiles.From(builder.Configuration);
        if (files.TryLock() is { } problem) return problem;

        // By a factory, so that the container disposes them and the lock ends with it.
        builder.Services.AddSingleton(_ => files);
        if (builder.Configuration[Endpoints + "SiloPort"] is not { Length: > 0 })
        {
            builder.Configuration[Endpoints + "SiloPort"] = FreeLoopbackPort().ToString(CultureInfo.InvariantCulture);
        }

        // Every call carries its trace, which takes time even where nobody asks for it.
        builder.Configuration[Tracing] ??= (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }).ToString();

        // Orleans reports every connection at Information, and recommends the garbage collection of large servers.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
            .AddFilter("Polly", LogLevel.Warning);
        builder.Services.AddHostedService<OrleansTables>();
        builder.UseOrleans(AddSessions);
        return null;
    }

    /// <summary>Adds what the grains of sessions need to a silo whose clustering and storage are configured elsewhere.</summary>
    internal static void AddSessions(ISiloBuilder silo)
    {
        silo.Services.AddOptions<SessionOptions>().BindConfiguration("Session").ValidateDataAnnotations().ValidateOnStart();
        silo.Services.AddOptions<PairingOptions>().BindConfiguration("Pairing").ValidateDataAnnotations().ValidateOnStart();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<SessionMetrics>();

        // A node that dies is known to be dead after a few seconds; with Orleans' own settings it takes half a minute.
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 3;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            // After a power cut the first node waits until the last word of the others is three times this old.
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        });

        // Memory for the places of a million grains is taken at the start; there are as many as open sessions.
        silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = 1024);
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
        silo.Services.AddKeyedSingleton<IGrainStorageSerializer>(
            SessionStore.ProviderName, new SessionSerializer(IsStoredName));
        silo.Services.AddSerializer(AddRecords);
    }

    /// <summary>Records of the session have no attributes of Orleans: between nodes they travel as JSON.</summary>
    internal static void AddRecords(ISerializerBuilder serializer) => serializer.AddJsonSerializer(IsRecord, Json);

    // Looser than the rule for new names: a session that an earlier release opened stays.
    private static bool IsStoredName(string name) =>
        name.Trim().Length > 0 && SessionName.IsVisible(name) && !SessionName.IsMain(name);

    private static bool IsRecord(Type type) =>
        type.Namespace == typeof(SessionCommand).Namespace || type == typeof(SnapshotView);

    private static int FreeLoopbackPort()
    {
        while (true)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, Random.Shared.Next(FirstPort, LastPort));
                probe.Start();
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
