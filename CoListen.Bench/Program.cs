using CoListen.Bench;

// Each number beside its baseline in the same run: medians of alternating rounds. Ratios travel between machines, times do not.
var all = new (string Name, Func<Task> Run)[]
{
    ("commands", Commands.RunAsync),
    ("fanout", () => FanOut.RunAsync(100)),
    ("fanout-1000", () => FanOut.RunAsync(1000)),
    ("memory", () => Memory.RunAsync(1000)),
    ("files", Files.RunAsync),
    ("release", Release.RunAsync),
    ("scan", Scan.RunAsync),
    ("start", Start.RunAsync),
    ("large", Large.RunAsync),
    ("covers", Covers.RunAsync),
    ("slow-covers", Covers.SlowAsync),
    ("crafted", Crafted.RunAsync),
    ("connections", Connections.RunAsync),
};
switch (args)
{
    case ["bare", var port, var folder]:
        await BareKestrel.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), folder);
        return 0;
    case ["orleans", var port, _]:
        await BareOrleans.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["askers", var url]:
        await Covers.AskAsync(url);
        return 0;
    case ["phones", .. var rest]:
        return await Phones.RunAsync(rest);
}

var wanted = all.Where(bench => args.Length == 0 || args.Contains(bench.Name, StringComparer.Ordinal)).ToList();
if (wanted.Count == 0)
{
    Console.Error.WriteLine($"dotnet run -c Release --project CoListen.Bench [{string.Join("] [", all.Select(bench => bench.Name))}]");
    Console.Error.WriteLine("dotnet run -c Release --project CoListen.Bench phones [N] --url URL [--code CODE] [--seconds S]");
    return 1;
}

Report.Head();
foreach (var (_, run) in wanted)
{
    await run();
}

return Report.IsMissed ? 1 : 0;
