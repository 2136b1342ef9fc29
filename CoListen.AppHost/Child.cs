using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CoListen.AppHost;

/// <summary>A process of ours that shares our terminal and takes our signals.</summary>
internal sealed partial class Child(Process process) : IDisposable
{
    public static Child Start(string program, params string[] args) => new(Process.Start(program, args));

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Passes SIGINT or SIGTERM on; one that has ended already takes no notice.</summary>
    public void Send(PosixSignal signal)
    {
        if (!process.HasExited)
            _ = Kill(process.Id, signal == PosixSignal.SIGINT ? 2 : 15);
    }

    public void Dispose() => process.Dispose();

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
