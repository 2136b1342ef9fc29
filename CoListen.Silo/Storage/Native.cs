using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Silo.Storage;

/// <summary>
/// System calls whose failure the runtime hides or works around: its own flush reports a failed fsync(2) as done, its move copies where
/// rename(2) fails, and does not wait for the disk on Windows. Each throws IOException with the error number as HResult.
/// </summary>
internal static partial class Native
{
    private const int Interrupted = 4;
    private const int Denied = 13;
    private const int Invalid = 22;
    private const int NotSupportedByMac = 45;
    private const int NotSupportedByLinux = 95;

    // F_FULLFSYNC: fsync(2) of macOS leaves the bytes in the disk's own cache.
    private const int FullFsync = 51;

    // MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH
    private const uint ReplaceDurably = 9;

    // O_RDONLY | O_CLOEXEC
    private static readonly int ReadOnlyCloseOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    /// <summary>Opens a file or a directory for reading, without a lock.</summary>
    public static SafeFileHandle Open(string path) => new(Check(() => open(path, ReadOnlyCloseOnExec), "open", path), ownsHandle: true);

    /// <summary>Makes a file or a directory durable, as far as fsync(2) does on this system; macOS: as far as F_FULLFSYNC does.</summary>
    public static void Fsync(SafeFileHandle file)
    {
        // Disks that do not know F_FULLFSYNC (network disks) know fsync(2).
        if (!OperatingSystem.IsMacOS() || fcntl(file, FullFsync) < 0) Check(() => fsync(file), "fsync", "");
    }

    /// <summary>Replaces <paramref name="to"/> atomically; fails across file systems (EXDEV).</summary>
    public static void Rename(string from, string to) => Check(() => rename(from, to), "rename", to);

    /// <summary>Windows: replaces <paramref name="to"/> and returns when the disk has done it.</summary>
    public static void MoveDurably(string from, string to)
    {
        if (!MoveFileExW(from, to, ReplaceDurably))
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"MoveFileEx {to}: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    /// <summary>The file system does not know the operation (EINVAL, ENOTSUP).</summary>
    public static bool IsUnsupported(IOException error) => error.HResult is Invalid or NotSupportedByLinux or NotSupportedByMac;

    /// <summary>The caller lacks a permission (EACCES).</summary>
    public static bool IsDenied(IOException error) => error.HResult == Denied;

    private static int Check(Func<int> call, string name, string path)
    {
        int result;
        while ((result = call()) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw new IOException($"{name} {path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
            }
        }

        return result;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    // Its third argument is variable, which Apple's processors pass elsewhere: only for commands without one.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(SafeFileHandle file, int command);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport("kernel32", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool MoveFileExW(string from, string to, uint flags);
}
