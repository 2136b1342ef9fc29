namespace CoListen.Api.Library.Scan;

/// <summary>What a file says about itself.</summary>
/// <param name="Duration">Seconds; null if unknown.</param>
/// <param name="Tags">Null if the file has none.</param>
/// <param name="Cover">Null if the file has no picture that a browser shows.</param>
/// <param name="Problem">Why the file cannot be read, as a sentence; it is then listed by its name. Else null.</param>
internal sealed record FileMetadata(double? Duration, TrackTags? Tags, Cover? Cover, string? Problem)
{
    public static readonly FileMetadata None = new(null, null, null, null);
}
