using CoListen.Tests.Cluster;

namespace CoListen.Tests.Attacks;

/// <summary>
/// Random histories of many phones at three nodes, with the session going from node to node because its node is killed (SIGKILL) or
/// stopped (SIGTERM), against the pure model.
/// </summary>
[Collection("Cluster")]
public sealed class ClusterHistoryTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>
{
    [Theory(Timeout = 600_000)]
    [InlineData("JsonFile")]
    public Task One_order_of_all_commands_explains_every_answer_while_the_session_moves(string storage) =>
        LiveAsync(storage, seeds: 1, commands: 40, moves: 2);

    [Theory(Timeout = 7_200_000)]
    [InlineData("JsonFile")]
    [InlineData("AdoNet")]
    [Trait("Takes", "long")]
    public Task Killed_and_stopped_nodes_leave_one_order_of_all_commands_in_a_hundred_histories(string storage) =>
        LiveAsync(storage, seeds: 50, commands: 200, moves: 3);

    private async Task LiveAsync(string storage, int seeds, int commands, int moves)
    {
        var (answers, accepted, messages) = (0, 0, 0);
        for (var seed = 1; seed <= seeds; seed++)
        {
            await using var cluster = new TestCluster(postgres.ConnectionString, storage);
            var room = await AttackedCluster.BeginAsync(cluster, clients: 8, seed);
            await room.LiveAsync(commands, moves);
            messages += await room.CheckAsync();
            answers += room.Recorder.Calls.Count(call => call.IsKnown);
            accepted += room.Recorder.Accepted;
        }

        Figures.Note(
            $"histories on three nodes over {storage}, explained by one order",
            $"{seeds}, with {seeds * moves} moves, {answers} answers, {accepted} accepted commands, {messages} messages, none lost");
    }
}
