using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime.Hosting;

namespace CoListen.Silo.Orleans;

/// <summary>Adds <see cref="JsonFileGrainStorage"/> to a silo.</summary>
public static class JsonFileSiloBuilderExtensions
{
    /// <summary>As the storage of grains that name no other.</summary>
    public static ISiloBuilder AddJsonFileGrainStorageAsDefault(this ISiloBuilder builder, Action<JsonFileGrainStorageOptions> configureOptions) =>
        builder.AddJsonFileGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>As the storage of grains that ask for <paramref name="name"/>.</summary>
    public static ISiloBuilder AddJsonFileGrainStorage(this ISiloBuilder builder, string name, Action<JsonFileGrainStorageOptions> configureOptions)
    {
        builder.Services.AddOptions<JsonFileGrainStorageOptions>(name).Configure(configureOptions)
            .Validate(options => options.RootDirectory.Length > 0, $"{nameof(JsonFileGrainStorageOptions.RootDirectory)} of the grain storage {name} is not set.");
        builder.Services.ConfigureNamedOptionForLogging<JsonFileGrainStorageOptions>(name);
        builder.Services.AddGrainStorage(
            name, (services, key) => new JsonFileGrainStorage(key, services.GetRequiredService<IOptionsMonitor<JsonFileGrainStorageOptions>>().Get(key)));
        return builder;
    }
}
