using CoListen.Api.Library.Scan;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Library;

/// <summary>A track and the version of the file that it stands for.</summary>
internal sealed class TrackFile(string root, ScannedFile scanned)
{
    /// <summary>The time of its last change, UTC.</summary>
    public DateTimeOffset Modified => new(scanned.ModifiedTicks, TimeSpan.Zero);

    /// <summary>Where its cover lies in it; null if it has none.</summary>
    public Cover? Cover => scanned.Metadata.Cover;

    /// <summary>The track that the file and what it says make.</summary>
    public Track Track { get; } = new(
        scanned.TrackId,
        TagReader.CleanName(scanned.RelativePath.AsSpan(scanned.RelativePath.LastIndexOf('/') + 1)),
        scanned.Size,
        AudioFormat.Of(scanned.RelativePath)!.Mime,
        scanned.Metadata.Duration,
        scanned.Metadata.Tags,
        scanned.Metadata.Cover is null ? null : "/cover/" + scanned.TrackId);

    private string Path => System.IO.Path.Join(root, scanned.RelativePath);

    /// <summary>
    /// Opens the very file that was scanned, for reading at offsets; the caller closes it. Null if it was replaced, changed or removed since:
    /// other bytes never go out under this id. Of an empty file the handle is invalid: there is nothing to read, and what calls itself empty may be
    /// a pipe, whose opening would wait for ever.
    /// </summary>
    public SafeFileHandle? Open()
    {
        SafeFileHandle? handle = null;
        try
        {
            // Looked at before it is opened too: it may have become a pipe.
            if (IsSame(new FileInfo(Path)))
            {
                if (scanned.Size == 0)
                {
                    return new SafeFileHandle();
                }

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
        RandomAccess.GetLength(handle) == scanned.Size && File.GetLastWriteTimeUtc(handle).Ticks == scanned.ModifiedTicks;

    private bool IsSame(FileInfo file) =>
        file.Exists && file.LinkTarget is null && file.Length == scanned.Size && file.LastWriteTimeUtc.Ticks == scanned.ModifiedTicks;
}
