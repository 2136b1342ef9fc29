using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CoListen.Api.Host;

/// <summary>What opens the host screen from another machine. Anyone who has it sees the code.</summary>
/// <param name="Text">As printed at start.</param>
internal sealed record HostKey(string Text)
{
    /// <summary>The cookie that carries it after the first visit.</summary>
    public const string CookieName = "colisten-host";

    /// <summary>A fixed key, or a new one of 128 random bits when none is given.</summary>
    public static HostKey Of(string? text) => new(string.IsNullOrWhiteSpace(text) ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) : text.Trim());

    /// <summary>Whether somebody has this key, in constant time.</summary>
    public bool Matches(string? shown) =>
        shown is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}
