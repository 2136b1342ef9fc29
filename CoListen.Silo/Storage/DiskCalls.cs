using Microsoft.Win32.SafeHandles;

namespace CoListen.Silo.Storage;

/// <summary>The disk operations of <see cref="AtomicFile"/>. A test overrides one to make it fail.</summary>
internal class DiskCalls
{
    public static DiskCalls System { get; } = new();

    /// <summary>
    /// Creates a directory and those above it, each durable before the next. One that is there is made durable too: a process may have
    /// been killed right after it had created it.
    /// </summary>
    public void MakeDirectory(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent) return;

        var isThere = Directory.Exists(path);
        if (!isThere)
        {
            MakeDirectory(parent);
            CreateDirectory(path);
        }

        try
        {
            using var entry = OpenDirectory(parent);
            FsyncDirectory(entry);
        }
        catch (IOException e) when (isThere && Native.IsDenied(e))
        {
            // Whoever may not read the parent has not created the directory either.
        }
    }

    /// <summary>
    /// Makes the names in a directory durable. Some file systems (FAT, some network disks) cannot: there the rename is all there is.
    /// </summary>
    public void FsyncDirectory(SafeFileHandle? directory)
    {
        try
        {
            if (directory is not null) Fsync(directory);
        }
        catch (IOException e) when (Native.IsUnsupported(e))
        {
        }
    }

    public virtual byte[] Read(string path) => File.ReadAllBytes(path);

    public virtual void CreateDirectory(string path) => Directory.CreateDirectory(path);

    /// <summary>Creates a file that only its owner may read, where the disk knows owners.</summary>
    public virtual FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        // On Windows the directory says who may read.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        return new(path, options);
    }

    public virtual void Write(FileStream file, ReadOnlySpan<byte> bytes) => file.Write(bytes);

    /// <summary>Opens a directory to sync it; null on Windows, which syncs none.</summary>
    public virtual SafeFileHandle? OpenDirectory(string path) => OperatingSystem.IsWindows() ? null : Native.Open(path);

    public virtual void Fsync(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(file);
        }
        else
        {
            Native.Fsync(file);
        }
    }

    public virtual void Rename(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            Native.MoveDurably(from, to);
        }
        else
        {
            Native.Rename(from, to);
        }
    }

    public virtual void Delete(string path) => File.Delete(path);
}
