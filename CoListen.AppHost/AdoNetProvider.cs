using Aspire.Hosting.Orleans;

namespace CoListen.AppHost;

/// <summary>Orleans' ADO.NET provider over a PostgreSQL database. The server makes Orleans' tables.</summary>
internal sealed class AdoNetProvider(IResourceBuilder<IResourceWithConnectionString> database) : IProviderConfiguration
{
    public void ConfigureResource<T>(IResourceBuilder<T> resourceBuilder, string configSectionPath)
        where T : IResourceWithEnvironment => resourceBuilder
            .WithEnvironment($"Orleans__{configSectionPath}__ProviderType", "AdoNet")
            .WithEnvironment($"Orleans__{configSectionPath}__Invariant", "Npgsql")
            .WithEnvironment($"Orleans__{configSectionPath}__ConnectionName", database.Resource.Name)
            .WithReference(database);
}
