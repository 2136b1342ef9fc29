namespace CoListen.Tests.Attacks;

/// <summary>What a server process takes of the machine, and how long answers took.</summary>
internal static class Measured
{
    /// <summary>Megabytes that the process holds.</summary>
    public static double MemoryMb(ServerProcess server)
    {
        using var process = Process.GetProcessById(server.Id);
        return process.WorkingSet64 / 1048576.0;
    }

    /// <summary>Files and sockets that the process has open.</summary>
    public static int Handles(ServerProcess server) => Directory.GetFiles($"/proc/{server.Id}/fd").Length;

    /// <summary>Calls one after the other.</summary>
    /// <returns>The milliseconds below which 99 of 100 stay.</returns>
    public static async Task<double> P99MsAsync(int calls, Func<Task> call)
    {
        var took = new List<double>();
        for (var i = 0; i < calls; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await call();
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return took.Order().ElementAt(calls * 99 / 100);
    }
}
