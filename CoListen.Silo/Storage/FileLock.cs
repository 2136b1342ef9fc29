namespace CoListen.Silo.Storage;

/// <summary>
/// A file held by one holder at a time, by the system's advisory lock (flock(2)): the lock ends with its process, however that ends.
/// The file stays and names the process that held it last.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Holds the file until the result is disposed; null when somebody else holds it.</summary>
    /// <param name="path">The lock file; it is created, with its directory, where it is missing.</param>
    /// <param name="holder">The id of the process that holds the file; null when it cannot be read.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileLock? TryHold(string path, out string? holder)
    {
        try
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(directory)) DiskCalls.System.MakeDirectory(directory);
            // Windows would let nobody read the holder under FileShare.None, and locks for writing under FileShare.Read too.
            var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            var held = new FileLock(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 0));
            holder = held.WriteHolder();
            return held;
        }
        catch (IOException e) when (IsHeld(e))
        {
            holder = ReadHolder(path);
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Holds the file until the result is disposed, waiting while somebody else does.</summary>
    /// <exception cref="IOException">Somebody else held the file for all of <paramref name="patience"/>.</exception>
    public static async Task<FileLock> HoldAsync(string path, TimeSpan patience)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            if (TryHold(path, out var holder) is { } held) return held;

            if (Stopwatch.GetElapsedTime(began) >= patience)
            {
                throw new IOException($"{path} has been held by process {holder} for {patience.TotalSeconds} seconds.");
            }

            await Task.Delay(Between);
        }
    }

    public void Dispose() => file.Dispose();

    // EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string? ReadHolder(string path)
    {
        try
        {
            using var read = OperatingSystem.IsWindows() ? File.OpenHandle(path, share: FileShare.ReadWrite) : Native.Open(path);
            var bytes = new byte[16];
            var text = Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(read, bytes, fileOffset: 0));
            return text.Length > 0 ? text : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string WriteHolder()
    {
        var id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        try
        {
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(id));
        }
        catch (IOException)
        {
            // A full disk takes no id, but it takes the lock.
        }

        return id;
    }
}
