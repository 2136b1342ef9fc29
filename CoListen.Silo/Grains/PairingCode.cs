namespace CoListen.Silo.Grains;

/// <summary>
/// The word that shows that somebody stands in the room: read off the host screen or the console, typed or scanned on the phone.
/// </summary>
internal sealed class PairingCode
{
    /// <summary>Letters and digits that nobody takes for another: no I, L, O, 0, 1.</summary>
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private readonly byte[] hash;

    private PairingCode(string text)
    {
        Text = text;
        hash = Hash(text);
    }

    /// <summary>The code as it is shown.</summary>
    public string Text { get; }

    /// <summary>A fixed code, or a new one of 8 characters when none is given.</summary>
    public static PairingCode Of(string? text) =>
        new(string.IsNullOrWhiteSpace(text) ? RandomNumberGenerator.GetString(Alphabet, 8) : text.Trim());

    /// <summary>Whether somebody typed this code, in constant time. Case, spaces and hyphens do not matter.</summary>
    public bool Matches(string typed) => CryptographicOperations.FixedTimeEquals(hash, Hash(typed));

    /// <summary>Whose code somebody typed, or null. Every code is compared, in constant time, whichever is right.</summary>
    public static SessionEntry? Find(IEnumerable<SessionEntry> sessions, string typed) =>
        sessions.Where(session => Of(session.Code).Matches(typed)).ToList().LastOrDefault();

    private static byte[] Hash(string typed) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant()));
}
