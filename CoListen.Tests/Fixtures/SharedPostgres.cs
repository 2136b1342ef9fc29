using Npgsql;

namespace CoListen.Tests.Fixtures;

/// <summary>One PostgreSQL server for all tests of a class: each test takes a cluster of its own in it.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private Postgres postgres = null!;

    public string ConnectionString => postgres.ConnectionString;

    public int Port => new NpgsqlConnectionStringBuilder(ConnectionString).Port;

    public async ValueTask InitializeAsync() => postgres = await Postgres.StartAsync();

    public ValueTask DisposeAsync() => postgres.DisposeAsync();
}
