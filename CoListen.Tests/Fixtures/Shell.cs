namespace CoListen.Tests.Fixtures;

/// <summary>Commands of the system.</summary>
internal static class Shell
{
    /// <summary>Runs a script of bash(1); fails where one of its commands does.</summary>
    public static async Task RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-ec", "PATH=$PATH:/usr/sbin:/sbin\n" + script])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var bash = Process.Start(start)!;
        var complaints = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, complaints);
    }
}
