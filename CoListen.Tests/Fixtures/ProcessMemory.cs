namespace CoListen.Tests.Fixtures;

/// <summary>The memory of a process and of those that it started, as Linux counts it.</summary>
internal static class ProcessMemory
{
    private const double BytesPerMB = 1024 * 1024;

    /// <summary>Resident megabytes of all of them together.</summary>
    public static double OfAll(int processId) => Family(processId).Sum(ResidentBytes) / BytesPerMB;

    /// <summary>The most resident megabytes that a process had so far.</summary>
    public static double PeakOf(int processId) => File.ReadLines($"/proc/{processId}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)).Single() / 1024;

    private static IEnumerable<int> Family(int parent) => Children(parent).SelectMany(Family).Prepend(parent);

    private static IEnumerable<int> Children(int parent) => Directory.Exists($"/proc/{parent}/task")
        ? Directory.GetDirectories($"/proc/{parent}/task").SelectMany(task => Words(Path.Combine(task, "children")))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
        : [];

    private static double ResidentBytes(int processId) => Words($"/proc/{processId}/statm") is [_, var pages, ..]
        ? long.Parse(pages, CultureInfo.InvariantCulture) * (double)Environment.SystemPageSize
        : 0;

    // A process that has ended has none.
    private static string[] Words(string file)
    {
        try
        {
            return File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
