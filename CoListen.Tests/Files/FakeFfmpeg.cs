namespace CoListen.Tests.Files;

/// <summary>A script in the place of ffmpeg.</summary>
internal sealed class FakeFfmpeg(string folder)
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private string Log => Path.Combine(folder, "runs");

    private string Go => Path.Combine(folder, "go");

    /// <summary>One line for each run that has begun.</summary>
    public string[] Runs => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A run of ffmpeg that waits until it is released.</summary>
    public string Held() => Does($"until [ -e {Go} ]; do sleep 0.01; done; exec ffmpeg \"$@\"");

    /// <summary>A program that does this.</summary>
    /// <returns>Its path.</returns>
    public string Does(string commands)
    {
        // By a process of its own: what this one has open for writing, another test's new process may hold, and then it cannot be started.
        var path = Path.Combine(folder, "program");
        using var writer = Process.Start(
            "sh",
            ["-c", "rm -f \"$0\"; printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\"; chmod 500 \"$0\"", path, $"echo $$ >> {Log}\n{commands}"]);
        writer.WaitForExit();
        return path;
    }

    public async Task HaveBegunAsync(int runs)
    {
        while (Runs.Length < runs)
        {
            await Task.Delay(PollPeriod, Cancel);
        }
    }

    /// <summary>Waits until the process of the first run is gone. One that was killed is there until that is noticed.</summary>
    public async Task HasEndedAsync()
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(Runs[0], CultureInfo.InvariantCulture));
            await process.WaitForExitAsync(Cancel).WaitAsync(Patience, Cancel);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }

    public Task ReleaseAsync() => File.WriteAllTextAsync(Go, "", Cancel);
}
