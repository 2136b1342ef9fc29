using Aspire.Hosting.Orleans;

namespace CoListen.AppHost.Cluster;

/// <summary>Orleans' ADO.NET providers on a PostgreSQL database with Orleans' tables.</summary>
internal sealed class Postgres(IResourceBuilder<IResourceWithConnectionString> database) : IProviderConfiguration
{
    /// <inheritdoc />
    public void ConfigureResource<T>(IResourceBuilder<T> resourceBuilder, string configSectionPath)
        where T : IResourceWithEnvironment
    {
        var section = $"Orleans__{configSectionPath}__";
        resourceBuilder.WithEnvironment(section + "ProviderType", "AdoNet");
        resourceBuilder.WithEnvironment(section + "Invariant", "Npgsql");
        resourceBuilder.WithEnvironment(section + "ConnectionName", database.Resource.Name);
        resourceBuilder.WithReference(database);
    }
}
