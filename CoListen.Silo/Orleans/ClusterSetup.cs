using System.Net;
using System.Text.Json;
using CoListen.Silo.Activation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace CoListen.Silo.Orleans;

/// <summary>Sessions in a cluster of nodes, each of which takes phones.</summary>
public static class ClusterSetup
{
    private static readonly JsonSerializerOptions Json = new() { IgnoreReadOnlyProperties = true };

    /// <summary>
    /// Registers <see cref="ISessions"/> over Orleans, with a silo in this process. Settings: <see cref="ClusterSettings"/>, <c>Session:*</c>, <c>Pairing:*</c>; where
    /// Orleans' own section <c>Orleans</c> names a clustering or a grain storage, as Aspire does, that one is taken.
    /// </summary>
    public static void AddClusteredSessions(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Cluster").Get<ClusterSettings>() ?? new();
        var own = builder.Configuration.GetSection("Orleans");
        settings.Directory ??= Path.Combine(Path.GetDirectoryName(SessionsSetup.StateFile(builder.Configuration))!, "cluster");
        builder.AddSessionSettings();
        // Orleans tells of every connection as information, and would rather have a big server's garbage collection.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error).AddFilter("Polly", LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            if (!own.GetSection("Clustering").Exists())
            {
                silo.AddClustering(settings);
            }

            if (!own.GetSection("GrainStorage").GetSection(SessionGrain.Storage).Exists())
            {
                silo.AddStorage(settings);
            }

            // A node that dies is known to be dead after a few seconds; Orleans' own settings would take half a minute.
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 3;
                options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
                // After a power cut the first node that is back waits for those that the table still calls alive, until their last word is three times this old.
                options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
            });
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
            silo.AddActivityPropagation();
            silo.Services.AddKeyedSingleton<IGrainStorageSerializer, SystemTextJsonGrainStorageSerializer>(SessionGrain.Storage);
            silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOurs, Json));
        });
        builder.Services.AddSingleton<ClusteredSessions>();
        builder.Services.AddSingleton<ISessions>(services => services.GetRequiredService<ClusteredSessions>());
        builder.Services.AddHostedService(services => services.GetRequiredService<ClusteredSessions>());
    }

    // The records of the session stay free of Orleans: they travel as JSON.
    private static bool IsOurs(Type type) => type.Assembly == typeof(ISessions).Assembly && type.Namespace is "CoListen.Silo.Sessions" or "CoListen.Silo.Activation";

    private static void AddClustering(this ISiloBuilder silo, ClusterSettings settings)
    {
        if (ClusterSettings.Says(settings.Clustering, "adonet", "localhost"))
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Id, settings.Id));
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (settings.Invariant, settings.Database));
            if (settings.AdvertisedIP is { } address)
            {
                silo.ConfigureEndpoints(IPAddress.Parse(address), settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(IPAddress.Parse(address)));
            }
            else
            {
                silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
            }
        }
        else
        {
            silo.UseLocalhostClustering(
                settings.SiloPort, settings.GatewayPort, settings.PrimarySiloPort is { } port ? new IPEndPoint(IPAddress.Loopback, port) : null, settings.Id, settings.Id);
        }
    }

    private static void AddStorage(this ISiloBuilder silo, ClusterSettings settings)
    {
        if (ClusterSettings.Says(settings.Storage, "adonet", "file"))
        {
            silo.AddAdoNetGrainStorage(SessionGrain.Storage, options => (options.Invariant, options.ConnectionString) = (settings.Invariant, settings.Database));
        }
        else
        {
            silo.AddJsonFileGrainStorage(SessionGrain.Storage, options => options.RootDirectory = settings.Directory!);
        }
    }
}
