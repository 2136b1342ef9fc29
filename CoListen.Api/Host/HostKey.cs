using System.Buffers.Text;

namespace CoListen.Api.Host;

/// <summary>The key that opens the host screen from another machine. Its owner sees the code.</summary>
/// <param name="Text">The key as printed at start.</param>
internal sealed record HostKey(string Text)
{
    /// <summary>The cookie with the key.</summary>
    public const string CookieName = "colisten-host";

    /// <summary>Makes a key of the text, or of 128 random bits without one.</summary>
    public static HostKey Of(string? text) =>
        new(string.IsNullOrWhiteSpace(text) ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) : text.Trim());

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string? shown) =>
        shown is not null && CryptographicOperations.FixedTimeEquals(Hash(shown), Hash(Text));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
