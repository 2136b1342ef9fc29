using CoListen.Silo.Storage;
using Npgsql;

namespace CoListen.Tests.Storage;

public sealed class OrleansTablesTests
{
    [Fact(Timeout = 120_000)]
    public async Task Nodes_that_start_together_make_the_tables_once_and_a_later_start_leaves_them_as_they_are()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var postgres = await Postgres.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OrleansTables.EnsureAsync(postgres.ConnectionString, cancel)));
        var queries = await QueriesAsync(postgres);
        await OrleansTables.EnsureAsync(postgres.ConnectionString, cancel);

        Assert.Equal(queries, await QueriesAsync(postgres));
        Assert.Contains("GatewaysQueryKey", queries);
        Assert.Contains("WriteToStorageKey", queries);
    }

    [Fact(Timeout = 120_000)]
    public async Task Tables_that_a_stopped_start_would_leave_half_made_are_not_there_at_all()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var postgres = await Postgres.StartAsync();
        await ExecuteAsync(postgres, "CREATE TABLE ix_orleansstorage (a integer)");

        await Assert.ThrowsAsync<PostgresException>(() => OrleansTables.EnsureAsync(postgres.ConnectionString, cancel));

        Assert.Equal(DBNull.Value, await ExecuteAsync(postgres, "SELECT to_regclass('orleansquery')::text"));
    }

    private static async Task<string> QueriesAsync(Postgres postgres) =>
        (string)(await ExecuteAsync(postgres, "SELECT string_agg(QueryKey, ' ' ORDER BY QueryKey) FROM OrleansQuery"))!;

    private static async Task<object?> ExecuteAsync(Postgres postgres, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
