using Aspire.Hosting.Orleans;

namespace CoListen.AppHost;

/// <summary>Orleans' ADO.NET provider over a PostgreSQL database. The server makes Orleans' tables.</summary>
internal sealed class AdoNetProvider(IResourceBuilder<IResourceWithConnectionString> database) : IProviderConfiguration
{
    /// <inheritdoc />
    public void ConfigureResource<T>(IResourceBuilder<T> resourceBuilder, string configSectionPath)
        where T : IResourceWithEnvironment
    {
        var section = $"Orleans__{configSectionPath}__";
        resourceBuilder
            .WithEnvironment(section + "ProviderType", "AdoNet")
            .WithEnvironment(section + "Invariant", "Npgsql")
            .WithEnvironment(section + "ConnectionName", database.Resource.Name)
            .WithReference(database);
    }
}
