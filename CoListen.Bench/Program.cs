using CoListen.Bench;
using Microsoft.Extensions.Configuration;

// Each number beside its baseline in the same run: medians of alternating rounds. Ratios travel between machines, times do not.
var all = new (string Name, Func<Task> Run)[]
{
    ("commands", Commands.RunAsync),
    ("fanout", () => FanOut.RunAsync(100)),
    ("fanout-1000", () => FanOut.RunAsync(1000)),
    ("memory", () => Memory.RunAsync(1000)),
    ("stalled", Stalled.RunAsync),
    ("files", Files.RunAsync),
    ("release", Release.RunAsync),
    ("scan", Scan.RunAsync),
    ("start", Start.RunAsync),
    ("large", Large.RunAsync),
    ("covers", Covers.RunAsync),
    ("slow-covers", Covers.SlowAsync),
    ("crafted", Crafted.RunAsync),
    ("connections", Connections.RunAsync),
    ("scale", Scale.RunAsync),
    ("skew", () => Browsers.RunAsync("skew")),
    ("page", () => Browsers.RunAsync("page")),
    ("link", () => Browsers.RunAsync("link")),
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

var names = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
var settings = new ConfigurationBuilder().AddCommandLine(args[names.Count..]).Build();
if (names.Exists(name => !Array.Exists(all, bench => bench.Name == name)))
{
    Console.Error.WriteLine($"./bench [{string.Join("] [", all.Select(bench => bench.Name))}] [--json FILE] [--publish]");
    Console.Error.WriteLine("dotnet run -c Release --project CoListen.Bench phones [N] --url URL [--code CODE] [--seconds S]");
    return 2;
}

Report.Head();
foreach (var (name, run) in all.Where(bench => names.Count == 0 || names.Contains(bench.Name, StringComparer.Ordinal)))
{
    await Report.MeasureAsync(name, run);
}

var report = Report.Run;
if (settings["json"] is { } json) Published.Write(report, json);
if (settings["publish"] is { } root) Published.Publish(report, root);
var missed = report.Rows.Where(row => row.Held == false).ToList();
var held = report.Rows.Count(row => row.Held == true);
Console.WriteLine($"{held} gates held, {missed.Count} missed, machine {(report.IsQuiet ? "quiet" : "busy")}");
return missed.Count > 0 ? 1 : 0;
