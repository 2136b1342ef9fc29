using System.Runtime.InteropServices;

namespace CoListen.Silo.Storage;

/// <summary>The three calls of the C library that syncing a directory takes.</summary>
internal static partial class Native
{
    /// <summary>O_RDONLY | O_CLOEXEC on Linux.</summary>
    public static readonly int ReadOnlyCloseOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
