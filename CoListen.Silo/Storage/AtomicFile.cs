using System.Diagnostics;
using System.Runtime.InteropServices;
using CoListen.Silo.Telemetry;

namespace CoListen.Silo.Storage;

/// <summary>
/// A file that is replaced whole: temp file → fsync → rename → fsync of the directory, so that a crash at any moment leaves the old
/// bytes or the new ones (see rename(2) and fsync(2): the rename itself is durable only once the directory is synced).
/// </summary>
public sealed class AtomicFile(string path, SessionMetrics? metrics = null) : IStateFile
{
    private readonly string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private readonly string path = Path.GetFullPath(path);
    private readonly string temp = Path.GetFullPath(path) + ".tmp";

    /// <inheritdoc />
    public string Name => path;

    /// <inheritdoc />
    public byte[]? Read()
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Completes before it returns: a durable write on this machine is not worth another thread.</summary>
    /// <exception cref="IOException">The bytes could not be made to rest.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Replaces the file. When this returns, the bytes survive a crash; when it throws, the old ones do.</summary>
    /// <exception cref="IOException">They could not be made to rest.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        byte[]? old = null;
        try
        {
            Directory.CreateDirectory(directory);
            old = Read();
            Fill(bytes);
            using var renaming = SessionTrace.Step("storage.rename");
            File.Move(temp, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }

        try
        {
            Sync(() => SyncDirectory(directory));
        }
        catch (IOException) when (old is not null)
        {
            // The new bytes are visible but may not last: the old ones go back, for that is what the caller will believe.
            Fill(old);
            File.Move(temp, path, overwrite: true);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DeleteAsync()
    {
        Delete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Forgets the file, if there is one.</summary>
    /// <exception cref="IOException">It is there still.</exception>
    public void Delete()
    {
        try
        {
            File.Delete(path);
            SyncDirectory(directory);
        }
        catch (DirectoryNotFoundException)
        {
            // Then there is nothing in it either.
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private void Fill(ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(temp, FileMode.Create, FileAccess.Write, FileShare.None, preallocationSize: 0);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        RandomAccess.Write(handle, bytes, fileOffset: 0);
        Sync(() => RandomAccess.FlushToDisk(handle));
    }

    private void Sync(Action sync)
    {
        using var syncing = SessionTrace.Step("storage.fsync");
        var began = Stopwatch.GetTimestamp();
        sync();
        metrics?.Synced(Stopwatch.GetElapsedTime(began));
    }

    // File.OpenHandle refuses a directory, so the system is asked directly.
    private static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Native.Open(directory, Native.ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open {directory} to sync it: error {Marshal.GetLastPInvokeError()}.");
        }

        try
        {
            if (Native.Fsync(descriptor) != 0)
            {
                throw new IOException($"Cannot sync {directory}: error {Marshal.GetLastPInvokeError()}.");
            }
        }
        finally
        {
            _ = Native.Close(descriptor);
        }
    }
}
