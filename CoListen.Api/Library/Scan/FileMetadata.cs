namespace CoListen.Api.Library.Scan;

/// <summary>What reading a file taught us, and all that is remembered of it: the picture itself is read again when somebody asks.</summary>
/// <param name="Duration">Seconds; null if unknown.</param>
/// <param name="Tags">Null if the file says nothing about itself.</param>
/// <param name="HasCover">Whether there is embedded art that a browser shows.</param>
internal sealed record FileMetadata(double? Duration, TrackTags? Tags, bool HasCover)
{
    /// <summary>Of a file that cannot be read: it is listed by its name.</summary>
    public static readonly FileMetadata None = new(null, null, false);
}
