using CoListen.Silo.Telemetry;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Silo.Storage;

/// <summary>
/// A file that is replaced whole: temp file → fsync → rename → fsync of the directory, so that a crash at any moment leaves the old bytes
/// or the new ones (rename(2), fsync(2): the rename itself is durable only once the directory is synced). Every failure is an IOException.
/// </summary>
internal sealed class AtomicFile
{
    private readonly DiskCalls disk;
    private readonly SessionMetrics? metrics;
    private readonly string path;
    private readonly string directory;
    private readonly string temp;

    // What the file held when it was last read or written, to be put back; null: no file.
    private ReadOnlyMemory<byte>? held;
    private bool isKnown;
    private bool isDirectoryDurable;

    /// <summary>The file at <paramref name="path"/>; its directory is created by the first write.</summary>
    public AtomicFile(string path, SessionMetrics? metrics = null)
        : this(path, metrics, DiskCalls.System)
    {
    }

    internal AtomicFile(string path, SessionMetrics? metrics, DiskCalls disk)
    {
        (this.path, this.metrics, this.disk) = (Path.GetFullPath(path), metrics, disk);
        directory = Path.GetDirectoryName(this.path)!;
        temp = this.path + ".tmp";
    }

    public string Name => path;

    /// <summary>The bytes; null when there is no file.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public byte[]? Read()
    {
        byte[]? bytes;
        try
        {
            bytes = disk.Read(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            bytes = null;
        }
        catch (Exception e) when (e is not IOException)
        {
            throw new IOException(e.Message, e);
        }

        (held, isKnown) = (bytes?.AsMemory(), true);
        return bytes;
    }

    /// <summary>
    /// Replaces the file. When this returns, the bytes survive a crash. They are kept, so that the next write need not read them.
    /// </summary>
    /// <exception cref="UncertainWriteException">A crash may leave the old bytes or the refused ones.</exception>
    /// <exception cref="IOException">The old bytes stay.</exception>
    public void Write(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (!isDirectoryDurable || !Directory.Exists(directory)) disk.MakeDirectory(directory);
            isDirectoryDurable = true;
            if (!isKnown) Read();
            using var entry = disk.OpenDirectory(directory);
            Replace(bytes.Span);
            try
            {
                SyncDirectory(entry);
            }
            catch (Exception e)
            {
                PutBack(e);
                throw;
            }

            held = bytes;
        }
        catch (Exception e) when (e is not IOException)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Deletes the file, if there is one.</summary>
    /// <exception cref="IOException">The file remains, or may come back with a crash.</exception>
    public void Delete()
    {
        try
        {
            isKnown = false;
            disk.Delete(path);
            using var entry = disk.OpenDirectory(directory);
            SyncDirectory(entry);
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (Exception e) when (e is not IOException)
        {
            throw new IOException(e.Message, e);
        }
    }

    private void Replace(ReadOnlySpan<byte> bytes)
    {
        try
        {
            disk.Delete(temp);
            using (var file = disk.Create(temp))
            {
                disk.Write(file, bytes);
                var handle = file.SafeFileHandle;
                Sync(() => disk.Fsync(handle));
            }

            using var renaming = SessionTrace.Step("storage.rename");
            disk.Rename(temp, path);
        }
        catch
        {
            DeleteTemp();
            throw;
        }
    }

    private void DeleteTemp()
    {
        try
        {
            disk.Delete(temp);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next write deletes it.
        }
    }

    // The new bytes can be read but may not be durable; the caller is to believe in the old ones.
    private void PutBack(Exception cause)
    {
        try
        {
            if (held is { } old)
            {
                Replace(old.Span);
            }
            else
            {
                disk.Delete(path);
            }

            // The kernel reports an error once for each descriptor, so the one that failed is not synced again.
            using var entry = disk.OpenDirectory(directory);
            SyncDirectory(entry);
        }
        catch (Exception e)
        {
            throw new UncertainWriteException(
                $"{cause.Message}; the disk may hold the refused bytes in {path}: the old ones could not be put back: {e.Message}", e);
        }
    }

    private void SyncDirectory(SafeFileHandle? entry) => Sync(() => disk.FsyncDirectory(entry));

    private void Sync(Action fsync)
    {
        using var syncing = SessionTrace.Step("storage.fsync");
        var began = Stopwatch.GetTimestamp();
        fsync();
        metrics?.Synced(Stopwatch.GetElapsedTime(began));
    }
}

/// <summary>A write failed and could not be undone durably: the disk may hold the refused bytes.</summary>
internal sealed class UncertainWriteException(string message, Exception inner) : IOException(message, inner);
