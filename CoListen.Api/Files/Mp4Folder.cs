using CoListen.Api.Library;
using CoListen.Api.Library.Scan;

namespace CoListen.Api.Files;

/// <summary>
/// The folder <c>mp4</c> beside the stored scan, which keeps songs as MP4 up to a number of bytes. It may be emptied at any time.
/// </summary>
internal sealed class Mp4Folder(IOptions<LibraryOptions> library, IOptions<RemuxOptions> options)
{
    private const string Ending = ".mp4";

    // A server that was killed leaves its temporary file behind.
    private static readonly TimeSpan MaxTemporary = TimeSpan.FromHours(1);

    private readonly Lock gate = new();

    private readonly Lazy<string> path = new(() => System.IO.Path.Join(
        library.Value.LibraryCache is { } scan ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(scan))
            : ScanCache.DefaultFolder() ?? Directory.CreateTempSubdirectory("colisten-").FullName,
        "mp4"));

    /// <summary>It is made with the first file. A user without a home has another one at each start.</summary>
    public string Path => path.Value;

    /// <summary>A file that is kept, and is used now; null if there is none.</summary>
    public TrackFile? Find(string trackId)
    {
        try
        {
            var file = new FileInfo(System.IO.Path.Join(Path, trackId + Ending));
            if (!file.Exists) return null;

            file.LastAccessTimeUtc = DateTime.UtcNow;
            var found = new FoundFile(file.Name, file.Length, file.LastWriteTimeUtc.Ticks);
            return new TrackFile(Path, new(found, FileMetadata.None), found.Hash());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed since it was asked for.
            return null;
        }
    }

    /// <summary>A new file, for its maker to write.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public Temporary Begin(string trackId)
    {
        Directory.CreateDirectory(Path);
        return new(System.IO.Path.Join(Path, $"{trackId}.{Environment.ProcessId}.tmp"));
    }

    /// <summary>Keeps what was made, and removes what was not used for longest.</summary>
    /// <param name="trackId">The track that it was made of.</param>
    /// <param name="made">What was made.</param>
    /// <param name="modified">Last change of its source. With the size it makes the ETag: made again, it is the same file.</param>
    public TrackFile? Keep(string trackId, Temporary made, DateTimeOffset modified)
    {
        File.SetLastWriteTimeUtc(made.Path, modified.UtcDateTime);
        File.Move(made.Path, System.IO.Path.Join(Path, trackId + Ending), overwrite: true);
        var kept = Find(trackId);
        Trim(trackId + Ending);
        return kept;
    }

    private void Trim(string newest)
    {
        lock (gate)
        {
            var (files, left) = (new DirectoryInfo(Path).GetFiles(), options.Value.CacheMB * 1024L * 1024);
            foreach (var file in files.OrderBy(file => file.Name != newest).ThenByDescending(file => file.LastAccessTimeUtc))
            {
                var isMade = file.Name.EndsWith(Ending, StringComparison.Ordinal);
                left -= isMade ? file.Length : 0;
                if (isMade ? left < 0 && file.Name != newest : DateTime.UtcNow - file.LastWriteTimeUtc > MaxTemporary)
                {
                    file.Delete();
                }
            }
        }
    }

    /// <summary>The path of a file that is gone in the end, unless it was moved.</summary>
    internal sealed record Temporary(string Path) : IDisposable
    {
        public void Dispose() => File.Delete(Path);
    }
}
