using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoListen.Api.Library;

/// <summary>
/// Names a file by its path relative to the audio directory, its size and its time of change. It survives restarts; a replaced file is another
/// track, so no phone plays a stale cache. SHA-256 (FIPS 180-4), cut to 128 bits.
/// </summary>
public static class TrackId
{
    /// <summary>The id of one version of a file.</summary>
    /// <param name="relativePath">Relative to the audio directory, parted by <c>/</c>.</param>
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
