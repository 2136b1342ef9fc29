using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CoListen.AppHost.Embedded;

/// <summary>A process of ours that shares our terminal. Disposed, it is gone, with whatever it has started.</summary>
internal sealed partial class Child : IDisposable
{
    private readonly Process process;

    private Child(Process process)
    {
        this.process = process;
        Exited = ExitAsync();
    }

    /// <summary>Its exit code, when it has ended.</summary>
    public Task<int> Exited { get; }

    /// <param name="program">What to start.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="environment">Variables beside ours.</param>
    public static Child Start(string program, IEnumerable<string> args, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, args) { UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Passes SIGINT or SIGTERM on; one that has ended already takes no notice.</summary>
    public void Send(PosixSignal signal)
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, signal == PosixSignal.SIGINT ? 2 : 15);
        }
    }

    /// <summary>Ends it at once, and everything that it has started.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose()
    {
        if (!Exited.IsCompleted)
        {
            Kill();
            process.WaitForExit();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);

    private async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
