namespace CoListen.Api.Library.Scan;

/// <summary>A version of a file and what it says: all that a scan brings home, and all that is remembered of one.</summary>
/// <param name="RelativePath">Parted by <c>/</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of the last change, UTC, in ticks of 100 ns.</param>
/// <param name="TrackId">See <see cref="Library.TrackId"/>.</param>
/// <param name="Facts">What it says about itself.</param>
internal sealed record ScannedFile(string RelativePath, long Size, long ModifiedTicks, string TrackId, FileMetadata Facts)
{
    /// <summary>A file that was just read.</summary>
    public static ScannedFile Of(FoundFile file, FileMetadata facts) => new(
        file.RelativePath, file.Size, file.ModifiedTicks, Library.TrackId.Of(file.RelativePath, file.Size, file.ModifiedTicks), facts);

    /// <summary>Whether the file that was found now is the version that was scanned.</summary>
    public bool Is(FoundFile file) => Size == file.Size && ModifiedTicks == file.ModifiedTicks
        && string.Equals(RelativePath, file.RelativePath, StringComparison.Ordinal);
}
