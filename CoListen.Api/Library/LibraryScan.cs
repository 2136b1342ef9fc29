namespace CoListen.Api.Library;

/// <summary>Result of a scan.</summary>
/// <param name="Tracks">Tracks in the library now.</param>
/// <param name="Read">Files that were read; the others were known from an earlier scan.</param>
/// <param name="Added">Tracks that were not there before this scan.</param>
/// <param name="Removed">Tracks that are gone.</param>
/// <param name="Error">Why nothing could be scanned, as a sentence; the library is then unchanged. Else null.</param>
internal sealed record LibraryScan(int Tracks, int Read, int Added, int Removed, string? Error)
{
    [JsonIgnore]
    public bool PlaylistsChanged { get; init; }
}

/// <summary>A file or folder that a scan could not read.</summary>
/// <param name="Path">Relative to the audio directory, without control characters.</param>
/// <param name="Reason">A sentence for a person.</param>
internal sealed record UnreadableFile(string Path, string Reason);

/// <summary>How far a scan is.</summary>
/// <param name="Read">Files that it has read.</param>
/// <param name="Total">Files that it reads.</param>
internal sealed record ScanProgress(int Read, int Total)
{
    /// <summary>No scan is running, or it has nothing to read.</summary>
    public static ScanProgress None { get; } = new(0, 0);
}
