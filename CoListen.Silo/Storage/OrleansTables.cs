using Npgsql;

namespace CoListen.Silo.Storage;

/// <summary>
/// The tables, functions and queries in PostgreSQL that Orleans' ADO.NET providers expect to find. As a hosted service registered before
/// the silo: makes them in each database that the section <c>Orleans</c> names.
/// </summary>
internal sealed class OrleansTables(IConfiguration configuration) : IHostedService
{
    /// <summary>Key of the advisory lock: nodes that start together make the tables one after the other.</summary>
    private const long Lock = 0x434F4C495354454E;

    /// <summary>Each script, and a table that only this script makes.</summary>
    private static readonly (string Script, string Table)[] Scripts =
    [
        ("PostgreSQL-Main.sql", "orleansquery"),
        ("PostgreSQL-Clustering.sql", "orleansmembershiptable"),
        ("PostgreSQL-Persistence.sql", "orleansstorage"),
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var connectionString in ConnectionStrings().Distinct(StringComparer.Ordinal))
        {
            await EnsureAsync(connectionString, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes what is missing, in one transaction. Throws <see cref="NpgsqlException"/> if the database refuses.</summary>
    /// <param name="connectionString">Npgsql's connection string; its user may create tables and functions.</param>
    /// <param name="cancel">Gives up and leaves the database as it was.</param>
    public static async Task EnsureAsync(string connectionString, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancel);
        foreach (var (script, table) in Scripts)
        {
            if (await ExecuteAsync(connection, $"SELECT to_regclass('{table}') IS NOT NULL", cancel) is false)
            {
                await ExecuteAsync(connection, Read(script), cancel);
            }
        }

        await transaction.CommitAsync(cancel);
    }

    private IEnumerable<string> ConnectionStrings() =>
        from provider in configuration.GetSection("Orleans:GrainStorage").GetChildren()
            .Append(configuration.GetSection("Orleans:Clustering"))
        where Is(provider["ProviderType"], "AdoNet") && Is(provider["Invariant"], "Npgsql")
        let connectionString = provider["ConnectionString"] ?? configuration.GetConnectionString(provider["ConnectionName"] ?? "")
        where connectionString is not null
        select connectionString;

    private static bool Is(string? setting, string value) => string.Equals(setting, value, StringComparison.OrdinalIgnoreCase);

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel);
    }

    private static string Read(string script)
    {
        using var reader = new StreamReader(typeof(OrleansTables).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }
}
