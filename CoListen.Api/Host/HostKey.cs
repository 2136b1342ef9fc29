using System.Buffers.Text;
using CoListen.Api.Security;

namespace CoListen.Api.Host;

/// <summary>The key that opens the host screen from another machine. Its owner sees the code.</summary>
internal sealed class HostKey
{
    /// <summary>The cookie with the key.</summary>
    public const string CookieName = "colisten-host";

    private const int MinLength = 16;
    private const int MaxWrong = 1000;

    private readonly GuessLimiter limiter;

    /// <param name="setting"><c>Host:Key</c>; without it the key is 128 random bits.</param>
    /// <param name="time">Measures the time between guesses.</param>
    /// <exception cref="StartupException">The setting can be guessed.</exception>
    public HostKey(string? setting, TimeProvider time)
    {
        Text = string.IsNullOrWhiteSpace(setting) ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) : setting.Trim();
        if (Text.Length < MinLength) throw new StartupException($"Host:Key has at least {MinLength} characters.");

        limiter = new(time, MaxWrong);
    }

    /// <summary>The key as printed at start.</summary>
    public string Text { get; }

    /// <summary>Compares a key in constant time, unless too many were wrong.</summary>
    public GuessLimiter.GuessResult Check(IPAddress? from, string shown) =>
        limiter.Check(from, () => CryptographicOperations.FixedTimeEquals(Hash(shown), Hash(Text)));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
