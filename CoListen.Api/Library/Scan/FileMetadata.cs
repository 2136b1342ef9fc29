namespace CoListen.Api.Library.Scan;

/// <summary>What a file says about itself.</summary>
/// <param name="Duration">Seconds; null if unknown.</param>
/// <param name="Tags">Null if the file has none.</param>
/// <param name="Cover">Null if the file has no picture that a browser shows.</param>
internal sealed record FileMetadata(double? Duration, TrackTags? Tags, Cover? Cover)
{
    /// <summary>Of a file that cannot be read: it is listed by its name.</summary>
    public static readonly FileMetadata None = new(null, null, null);
}
