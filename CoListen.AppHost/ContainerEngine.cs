using System.ComponentModel;

namespace CoListen.AppHost;

/// <summary>Docker or Podman on this machine.</summary>
internal static class ContainerEngine
{
    /// <summary>Whether one of them answers.</summary>
    public static bool Runs() => Answers("docker") || Answers("podman");

    private static bool Answers(string engine)
    {
        try
        {
            var info = new ProcessStartInfo(engine, "info") { UseShellExecute = false, RedirectStandardOutput = true };
            info.RedirectStandardError = true;
            using var process = Process.Start(info)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
