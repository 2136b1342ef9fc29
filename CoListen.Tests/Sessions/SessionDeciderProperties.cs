using CoListen.Silo.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace CoListen.Tests.Sessions;

/// <summary>
/// Random histories against <see cref="Invariants"/>. They are the same in every run; a failure names its seed and shrinks to few moves,
/// and the environment variable SEED (a number) tries others.
/// </summary>
public sealed class SessionDeciderProperties
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("SEED"), out var seed) ? seed : 1;

    [Fact]
    public void A_hundred_histories_of_eight_clients_and_two_hundred_commands_break_no_law()
    {
        for (var seed = Seed; seed < Seed + 100; seed++)
        {
            Check(HistoryStep.Histories(200), Config.QuickThrowOnFailure.WithMaxTest(1), seed);
        }
    }

    [Fact]
    public void Many_short_histories_break_no_law() => Check(HistoryStep.Histories(30), Config.QuickThrowOnFailure.WithMaxTest(300), Seed);

    [Fact]
    public void Histories_come_by_every_event_and_every_refusal()
    {
        var seen = Enumerable.Range(0, 100)
            .SelectMany(i => HistoryStep.Histories(200).Generator.Sample(1, new Rnd(Seed + (ulong)i, Gamma), 1))
            .SelectMany(h => History.Of(h).Outcomes)
            .CountBy(name => name, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var types = typeof(SessionEvent).GetNestedTypes().Concat(typeof(Rejection).GetNestedTypes());
        var all = types.Where(t => !t.IsAbstract).Select(t => t.Name);
        Assert.Equal("NotStored StateCorrupt", string.Join(' ', all.Where(name => seen.GetValueOrDefault(name) < 20)));
    }

    private static void Check(Arbitrary<HistoryStep[]> histories, Config config, ulong seed) =>
        Prop.ForAll(histories, h => { History.Of(h); }).Check(config.WithReplay(seed, Gamma).WithQuietOnSuccess(true));
}
