using System.Text.Json.Serialization;

namespace CoListen.Api.Library.Scan;

/// <summary>A version of a file and what it says: the result of a scan, as the scan cache stores it.</summary>
/// <param name="RelativePath">Separated by <c>/</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of the last change, UTC, in ticks of 100 ns.</param>
/// <param name="Metadata">What the file says about itself.</param>
internal sealed record ScannedFile(string RelativePath, long Size, long ModifiedTicks, FileMetadata Metadata)
{
    /// <summary>See <see cref="Library.TrackId"/>.</summary>
    [JsonIgnore]
    public string TrackId { get; } = Library.TrackId.Of(RelativePath, Size, ModifiedTicks);

    /// <summary>Whether this is the version of the file that was found.</summary>
    public bool Is(FoundFile file) => Size == file.Size && ModifiedTicks == file.ModifiedTicks
        && string.Equals(RelativePath, file.RelativePath, StringComparison.Ordinal);
}
