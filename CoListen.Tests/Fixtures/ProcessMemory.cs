namespace CoListen.Tests.Fixtures;

/// <summary>The memory of a process and of those that it started, as Linux counts it.</summary>
internal static class ProcessMemory
{
    private const double KBPerMB = 1024;

    /// <summary>
    /// Resident megabytes of all of them together. Pages that several processes share count once (proportional set size).
    /// </summary>
    public static double OfAll(int processId) => Family(processId).Sum(ProportionalKB) / KBPerMB;

    /// <summary>How many they are.</summary>
    public static int CountOf(int processId) => Family(processId).Count();

    /// <summary>The most resident megabytes that a process had so far.</summary>
    public static double PeakOf(int processId) => File.ReadLines($"/proc/{processId}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture))
        .Single() / KBPerMB;

    private static IEnumerable<int> Family(int parent) => Children(parent).SelectMany(Family).Prepend(parent);

    private static IEnumerable<int> Children(int parent) => Directory.Exists($"/proc/{parent}/task")
        ? Directory.GetDirectories($"/proc/{parent}/task").SelectMany(task => Words(Path.Combine(task, "children")))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
        : [];

    private static double ProportionalKB(int processId) => Words($"/proc/{processId}/smaps_rollup")
        .SkipWhile(word => word != "Pss:").Skip(1).Take(1).Sum(word => double.Parse(word, CultureInfo.InvariantCulture));

    // A process that has ended has none.
    private static string[] Words(string file)
    {
        try
        {
            return File.ReadAllText(file).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
