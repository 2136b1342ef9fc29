using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using CoListen.Silo.Grains;

namespace CoListen.Api.Pairing;

/// <summary>
/// The token of a paired phone: its public id, a secret and the name of its session, <c>id.secret.session</c>. A token of <c>main</c> is
/// <c>id.secret</c>, as in releases with one session.
/// </summary>
/// <param name="ClientId">The public id.</param>
/// <param name="Secret">32 random bytes, base64url.</param>
/// <param name="Session">The name of the session; base64url of its UTF-8 in the token, because cookies allow few characters.</param>
internal sealed record ClientToken(string ClientId, string Secret, string Session)
{
    /// <summary>The name of the cookie.</summary>
    public const string CookieName = "colisten";

    private const string Bearer = "Bearer ";
    private const int MaxTokenLength = 320;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Makes a token with a random id and secret.</summary>
    public static ClientToken New(string session) =>
        new(
            "c" + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 8),
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)),
            session);

    /// <summary>Reads the token from the Authorization header, or from the cookie when there is no such header.</summary>
    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out ClientToken? token)
    {
        string? text = request.Headers.Authorization;
        text = text is null
            ? request.Cookies[CookieName]
            : text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? text[Bearer.Length..].Trim() : null;
        token = text is { Length: <= MaxTokenLength } ? Parse(text) : null;
        return token is not null;
    }

    private static ClientToken? Parse(string text) => text.Split('.') switch
    {
        [{ Length: > 0 } id, var secret] => new(id, secret, SessionName.Main),
        [{ Length: > 0 } id, var secret, var session] when Decode(session) is { } name => new(id, secret, name),
        _ => null,
    };

    private static string? Decode(string session)
    {
        try
        {
            return Strict.GetString(Base64Url.DecodeFromChars(session));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>SHA-256 of the whole token in lowercase hex. The session stores nothing else of it.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())));

    /// <summary>Compares <see cref="Hash"/> in constant time.</summary>
    public bool Matches(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash()));

    /// <summary>The token as it is sent.</summary>
    public override string ToString() =>
        SessionName.IsMain(Session)
            ? $"{ClientId}.{Secret}"
            : $"{ClientId}.{Secret}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Session))}";
}
