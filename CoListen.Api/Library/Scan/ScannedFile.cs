using CoListen.Api.Library.Loudness;

namespace CoListen.Api.Library.Scan;

/// <summary>A version of a file and what it says: the result of a scan, as the scan cache stores it.</summary>
/// <param name="File">The version.</param>
/// <param name="Metadata">What it says.</param>
/// <param name="ShortHash">The beginning of its <see cref="FoundFile.Hash"/>.</param>
internal sealed record ScannedFile(FoundFile File, FileMetadata Metadata, string ShortHash)
{
    /// <summary>Hex digits of <see cref="ShortHash"/>: 48 bits, which two of 100,000 tracks share once in 50,000 libraries.</summary>
    private const int ShortLength = 12;

    public ScannedFile(FoundFile file, FileMetadata metadata)
        : this(file, metadata, file.Hash()[..ShortLength])
    {
    }

    [JsonIgnore]
    public bool IsFlac => AudioFormat.Of(File.RelativePath) == AudioFormat.Flac;

    /// <summary>Whether ffmpeg can make FLAC in MP4 of it without loss.</summary>
    [JsonIgnore]
    public bool HasMp4Form => IsFlac || Metadata.IsAlac;
}

/// <summary>A version of an audio file in the directory.</summary>
/// <param name="RelativePath">Separated by <c>/</c> on every system.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of the last change, UTC, in ticks of 100 ns.</param>
internal sealed record FoundFile(string RelativePath, long Size, long ModifiedTicks)
{
    /// <summary>
    /// SHA-256 (FIPS 180-4) of path, size and time in lowercase hex; its beginning is the track's id. It is the same after a restart; a
    /// replaced file is another track, so that no phone plays a stale cache.
    /// </summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{RelativePath}\0{Size}\0{ModifiedTicks}"))));
}

/// <summary>What a file says about itself.</summary>
/// <param name="Duration">Seconds; null if unknown.</param>
/// <param name="Tags">Null if the file has none.</param>
/// <param name="Cover">Null if the file has no picture that a browser shows.</param>
/// <param name="Problem">Why the file cannot be read, as a sentence; it is then listed by its name. Else null.</param>
/// <param name="IsAlac">Whether its sound is Apple Lossless in MP4.</param>
/// <param name="GainDb">The <see cref="Gain"/> that its tags say; null if they say none.</param>
internal sealed record FileMetadata(double? Duration, TrackTags? Tags, Cover? Cover, string? Problem, bool IsAlac, double? GainDb)
{
    public static readonly FileMetadata None = new(null, null, null, null, IsAlac: false, GainDb: null);
}
