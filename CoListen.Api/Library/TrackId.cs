namespace CoListen.Api.Library;

/// <summary>
/// The id of a version of a file: SHA-256 (FIPS 180-4), cut to 128 bits, of its path, size and time of change. It is the same after a
/// restart; a replaced file is another track, so that no phone plays a stale cache.
/// </summary>
internal static class TrackId
{
    /// <returns>32 lowercase hex digits.</returns>
    public static string Of(string relativePath, long size, long modifiedTicks) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{relativePath}\0{size}\0{modifiedTicks}"))).AsSpan(..16));
}
