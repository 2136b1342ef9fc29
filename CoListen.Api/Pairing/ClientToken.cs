using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CoListen.Api.Pairing;

/// <summary>What a paired phone shows with every request: its public id and a secret, <c>id.secret</c>.</summary>
/// <param name="ClientId">Public: it stands in members and ready.</param>
/// <param name="Secret">32 random bytes, base64url.</param>
internal sealed record ClientToken(string ClientId, string Secret)
{
    /// <summary>The cookie that carries the token.</summary>
    public const string CookieName = "colisten";

    private const string Bearer = "Bearer ";
    private const int LongestToken = 128;

    /// <summary>A token nobody had before.</summary>
    public static ClientToken New() =>
        new("c" + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 8), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The token of a request: of its Authorization header when it has one, else of its cookie.</summary>
    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out ClientToken? token)
    {
        string? text = request.Headers.Authorization;
        text = text is null
            ? request.Cookies[CookieName]
            : text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? text[Bearer.Length..].Trim() : null;
        var dot = text is { Length: <= LongestToken } ? text.IndexOf('.', StringComparison.Ordinal) : -1;
        token = dot > 0 ? new(text![..dot], text[(dot + 1)..]) : null;
        return token is not null;
    }

    /// <summary>SHA-256 of the whole token, lowercase hex: all that the session stores of it.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())));

    /// <summary>Whether this is the token with that <see cref="Hash"/>, in constant time.</summary>
    public bool Matches(string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash()));

    /// <summary>The token as it travels.</summary>
    public override string ToString() => $"{ClientId}.{Secret}";
}
