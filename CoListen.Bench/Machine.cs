using System.Runtime.InteropServices;

namespace CoListen.Bench;

/// <summary>How busy the machine was during a measurement.</summary>
/// <param name="Average">Processes that wanted to run in the minute before it began (the load average).</param>
/// <param name="Others">The share of all processors that the bench and what it started did not use and that was not idle.</param>
internal sealed record Load(double Average, double Others)
{
    /// <summary>Whether little else ran.</summary>
    public bool IsQuiet => Others <= 0.1;
}

/// <summary>What Linux tells of the machine and of processor time (proc(5)); elsewhere nothing.</summary>
internal sealed class Machine
{
    private const int TicksPerSec = 100;

    private static double orphans;

    private readonly double average = OperatingSystem.IsLinux() ? Number(File.ReadAllText("/proc/loadavg").Split(' ')[0]) : 0;
    private readonly (double Busy, double All) before = Processors();
    private readonly double own = OwnTicks();

    public static string Description
    {
        get
        {
            var model = OperatingSystem.IsLinux()
                ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                : null;
            var name = model?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
            return $"{Environment.ProcessorCount} cores, {name}, {RuntimeInformation.OSDescription}";
        }
    }

    /// <summary>The load since this was made. What was started has to have ended.</summary>
    public Load Since()
    {
        var (busy, all) = Processors();
        var others = busy - before.Busy - (OwnTicks() - own);
        return new(average, Math.Clamp(others / Math.Max(1, all - before.All), 0, 1));
    }

    /// <summary>
    /// To be called before a process is killed with those that it has started: nobody waits for these, so their time would count as that of
    /// others.
    /// </summary>
    public static void KeepTimeOfChildren(int process) => orphans += TicksOf(process, withItself: false);

    /// <summary>Seconds of processor time of a process and of those that it has started and that still run.</summary>
    public static double CpuSec(int process) => TicksOf(process) / TicksPerSec;

    private static double TicksOf(int process, bool withItself = true)
    {
        if (!OperatingSystem.IsLinux()) return 0;

        var stats = Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(Stat).OfType<string[]>().ToList();
        return Of(process.ToString(CultureInfo.InvariantCulture), withItself);

        double Of(string id, bool itself) => stats.Sum(stat =>
            (itself && stat[0] == id ? Number(stat[13]) + Number(stat[14]) : 0) + (stat[3] == id ? Of(stat[0], itself: true) : 0));
    }

    private static (double Busy, double All) Processors()
    {
        if (!OperatingSystem.IsLinux()) return (0, 0);

        // user nice system idle iowait irq softirq steal; what guests take stands in user already.
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(Number).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }

    /// <summary>Of the bench and of what it has started and seen end.</summary>
    private static double OwnTicks() => orphans + (Stat("/proc/self") is { } stat ? stat[13..17].Sum(Number) : 0);

    /// <summary>The fields of <c>stat</c>, a name with spaces in it as one; null: the process is gone.</summary>
    private static string[]? Stat(string folder)
    {
        try
        {
            var text = File.ReadAllText(folder + "/stat");
            var name = (Start: text.IndexOf('(', StringComparison.Ordinal), End: text.LastIndexOf(')'));
            return [text[..(name.Start - 1)], text[name.Start..name.End], .. text[(name.End + 2)..].Split(' ')];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
