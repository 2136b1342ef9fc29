namespace CoListen.Silo.Grains;

/// <summary>What a session may be called: 1 to 40 visible characters on one line. A name is never a path.</summary>
internal static class SessionName
{
    /// <summary>The session that is always there.</summary>
    public const string Main = "main";

    /// <summary>The most characters of a name (Unicode code points).</summary>
    public const int MaxLength = 40;

    /// <summary>The most sessions at once, <see cref="Main"/> included.</summary>
    public const int MaxSessions = 20;

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Whether both name the same session.</summary>
    public static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is <see cref="Main"/>.</summary>
    public static bool IsMain(string name) => Same(name, Main);

    /// <summary>The name as it is kept: trimmed. Null when it is none.</summary>
    public static string? Clean(string? given)
    {
        // Half a surrogate pair is read as the replacement character; such a text could be written to no file as it is.
        if (given is null || !IsVisible(given) || given.EnumerateRunes().Contains(Rune.ReplacementChar)) return null;

        var name = given.Trim();
        var runes = name.EnumerateRunes().ToList();
        return runes.Count <= MaxLength && runes.Exists(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format) ? name : null;
    }

    /// <summary>
    /// Whether a text can be shown as it is: on one line, with nothing in it that hides or turns around what stands beside it.
    /// </summary>
    public static bool IsVisible(string text) => text.EnumerateRunes().All(IsShown);

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Format: bidi overrides and zero-width characters. The joiners, and the tags of flags, are how people write.
        UnicodeCategory.Format => rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner or >= 0xE0020 and <= 0xE007F,
        _ => true,
    };
}
