namespace CoListen.Tests.Files;

/// <summary>A script in the place of ffmpeg.</summary>
internal sealed class FakeFfmpeg(string folder)
{
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
        var path = Path.Combine(folder, "program");
        File.WriteAllText(path, $"#!/bin/sh\necho $$ >> {Log}\n{commands}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    public async Task HaveBegunAsync(int runs)
    {
        while (Runs.Length < runs)
        {
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public Task ReleaseAsync() => File.WriteAllTextAsync(Go, "", Cancel);
}
