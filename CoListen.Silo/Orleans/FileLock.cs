using System.Diagnostics;

namespace CoListen.Silo.Orleans;

/// <summary>A file held by one process at a time, by the system's advisory lock (flock(2)): it ends with the process, however that ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    /// <summary>Holds the file until the result is disposed. The file stays, empty.</summary>
    /// <exception cref="IOException">Another process held it all the time, or it cannot be opened at all.</exception>
    public static async ValueTask<IAsyncDisposable> HoldAsync(string path, TimeSpan timeout)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(began) < timeout)
            {
                await Task.Delay(Between);
            }
        }
    }
}
