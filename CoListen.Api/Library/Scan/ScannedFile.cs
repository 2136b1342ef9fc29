namespace CoListen.Api.Library.Scan;

/// <summary>A version of a file and what it says: the result of a scan, as the scan cache stores it.</summary>
/// <param name="File">The version.</param>
/// <param name="Metadata">What the file says about itself.</param>
internal sealed record ScannedFile(FoundFile File, FileMetadata Metadata)
{
    /// <summary>See <see cref="Library.TrackId"/>.</summary>
    [JsonIgnore]
    public string TrackId { get; } = Library.TrackId.Of(File.RelativePath, File.Size, File.ModifiedTicks);
}
