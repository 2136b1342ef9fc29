namespace CoListen.Api.Library;

/// <summary>
/// The id of a version of a file: SHA-256 (FIPS 180-4), cut to 128 bits, of its path, size and time of change. It is the same after a
/// restart; a replaced file is another track, so that no phone plays a stale cache.
/// </summary>
public static class TrackId
{
    /// <summary>The id of one version of a file.</summary>
    /// <param name="relativePath">Relative to the audio directory, separated by <c>/</c>.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="modifiedTicks">Time of the last change, UTC, in ticks of 100 ns.</param>
    /// <returns>32 lowercase hex digits.</returns>
    public static string Of(string relativePath, long size, long modifiedTicks)
    {
        var version = string.Create(CultureInfo.InvariantCulture, $"{relativePath}\0{size}\0{modifiedTicks}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(version), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
