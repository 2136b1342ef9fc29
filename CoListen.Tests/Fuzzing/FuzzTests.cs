namespace CoListen.Tests.Fuzzing;

/// <summary>Mutants that coverage chooses, for all that reads what strangers, other programs or a broken disk may have written.</summary>
public sealed class FuzzTests
{
    private const string Seconds = "COLISTEN_FUZZ_SEC";
    private const int Seed = 20261130;

    [Fact(Timeout = 300_000)]
    public Task No_mutant_breaks_what_reads_it()
    {
        const int executions = 500;

        return FuzzAsync(nameof(No_mutant_breaks_what_reads_it), (fuzzer, _) => fuzzer.Executions < executions);
    }

    /// <summary>Twelve minutes in all, or as many seconds as COLISTEN_FUZZ_SEC says.</summary>
    [Fact(Timeout = 7_200_000)]
    [Trait("Takes", "long")]
    public Task No_mutant_of_minutes_breaks_what_reads_it()
    {
        var all = double.Parse(Environment.GetEnvironmentVariable(Seconds) ?? "720", CultureInfo.InvariantCulture);
        var each = TimeSpan.FromSeconds(all / FuzzTargets.Seeds.Count);

        return FuzzAsync(nameof(No_mutant_of_minutes_breaks_what_reads_it), (_, began) => Stopwatch.GetElapsedTime(began) < each);
    }

    private static async Task FuzzAsync(string method, Func<CoverageFuzzer, long, bool> goesOn)
    {
        if (!InstrumentedCopy.IsHere)
        {
            using var copy = new InstrumentedCopy();
            await copy.RunAsync($"{typeof(FuzzTests).FullName}.{method}");
            return;
        }

        var faults = new List<string>();
        foreach (var (target, seeds) in FuzzTargets.Seeds)
        {
            using var folder = new TempDirectory();
            var fuzzer = new CoverageFuzzer(FuzzTargets.Of(target, folder.Path), seeds, Seed);
            var ofSeeds = fuzzer.Edges;
            for (var began = Stopwatch.GetTimestamp(); goesOn(fuzzer, began);) fuzzer.Step();

            Assert.InRange(ofSeeds, 1, fuzzer.Edges);
            faults.AddRange(fuzzer.Faults.Select(fault => $"{target}, seed {Seed}: {fault.Key}: {fault.Value}"));
            Figures.Note(
                $"Fuzzing of {target}",
                $"{fuzzer.Executions} executions, {fuzzer.Edges} edges, {fuzzer.Corpus} inputs in the corpus, "
                + $"{fuzzer.Faults.Count} faults");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
