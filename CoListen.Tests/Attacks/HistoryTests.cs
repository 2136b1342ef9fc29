namespace CoListen.Tests.Attacks;

/// <summary>
/// Random histories of many phones at a server that is killed now and then, against the pure model. The environment variable SEED (a
/// number) tries others.
/// </summary>
public sealed class HistoryTests
{
    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    [Fact(Timeout = 600_000)]
    public Task One_order_of_all_commands_explains_every_answer_every_stream_and_the_file() => LiveAsync(seeds: 1, commands: 50, lives: 3);

    [Fact(Timeout = 7_200_000)]
    [Trait("Takes", "long")]
    public Task A_hundred_histories_of_eight_phones_each_have_one_order() => LiveAsync(seeds: 100, commands: 200, lives: 4);

    private static async Task LiveAsync(int seeds, int commands, int lives)
    {
        const int clients = 8;
        var (answered, accepted, messages) = (0, 0, 0);
        for (var seed = Seed; seed < Seed + seeds; seed++)
        {
            using var room = new AttackedRoom(seed, clients, listening: 4);
            for (var life = 0; life < lives; life++)
            {
                await using var server = life == 0 ? await room.BeginAsync() : await room.StartAsync();
                await room.LiveAsync(server, life, clients * commands / lives);
                await room.ReadFileAsync(life);
            }

            messages += await room.CheckAsync();
            answered += room.Recorder.Calls.Count(call => call.IsKnown);
            accepted += room.Recorder.Accepted;
        }

        Assert.True(accepted > seeds * commands / 4, $"{accepted} of {answered} were accepted");
        Figures.Note(
            "histories of eight phones explained by one order",
            $"{seeds}, with {seeds * lives} kills, {answered} answers, {accepted} accepted commands, {messages} messages");
    }
}
