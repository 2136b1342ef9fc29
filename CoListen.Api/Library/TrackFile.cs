using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Library;

/// <summary>A track and the version of the file that it stands for.</summary>
internal sealed record TrackFile(Track Track, string Path, long ModifiedTicks, AudioFormat Format)
{
    /// <summary>The track that a file and what it says make.</summary>
    public static TrackFile Of(string root, FoundFile file, TrackFacts facts)
    {
        var id = TrackId.Of(file.RelativePath, file.Size, file.ModifiedTicks);
        var name = file.RelativePath[(file.RelativePath.LastIndexOf('/') + 1)..];
        var track = new Track(id, name, file.Size, file.Format.Mime, facts.Duration, facts.Tags, facts.HasCover ? $"/cover/{id}" : null);
        return new TrackFile(track, System.IO.Path.Join(root, file.RelativePath), file.ModifiedTicks, file.Format);
    }

    /// <summary>
    /// Opens the very file that was scanned, for reading at offsets; the caller closes it. Null if it was replaced, changed or removed since:
    /// other bytes never go out under this id.
    /// </summary>
    public SafeFileHandle? Open()
    {
        SafeFileHandle? handle = null;
        try
        {
            // Looked at before it is opened too: opening what has become a pipe would wait for ever.
            if (IsSame(new FileInfo(Path)))
            {
                handle = File.OpenHandle(
                    Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous | FileOptions.SequentialScan);
                if (IsStill(handle))
                {
                    return handle;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed between the look and the opening, or no longer ours to read: gone, as far as anybody who asks is concerned.
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>Whether an open file is still the version that was scanned.</summary>
    public bool IsStill(SafeFileHandle handle) =>
        RandomAccess.GetLength(handle) == Track.Size && File.GetLastWriteTimeUtc(handle).Ticks == ModifiedTicks;

    private bool IsSame(FileInfo file) =>
        file.Exists && file.LinkTarget is null && file.Length == Track.Size && file.LastWriteTimeUtc.Ticks == ModifiedTicks;
}
