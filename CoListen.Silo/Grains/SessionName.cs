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

    /// <summary>Combining marks on one character: enough for every script, too few to cover the lines above and below.</summary>
    private const int MaxMarks = 4;

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Whether both name the same session.</summary>
    public static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is <see cref="Main"/>.</summary>
    public static bool IsMain(string name) => Same(name, Main);

    /// <summary>The name as it is kept: trimmed. Null when it is none.</summary>
    public static string? Clean(string? given) => given is not null && IsGood(given) ? given.Trim() : null;

    /// <summary>
    /// Whether people can read a name, of a session or of a phone, and what stands beside it: short, on one line, with nothing that hides,
    /// reorders or covers other text, and with something to be seen.
    /// </summary>
    public static bool IsGood(string name)
    {
        var runes = name.Trim().EnumerateRunes().ToList();
        var marks = 0;
        // Half a surrogate pair is read as the replacement character; such a text could be written to no file as it is.
        return runes.Count <= MaxLength && IsVisible(name) && runes.Exists(HasInk) && !runes.Contains(Rune.ReplacementChar)
            && runes.TrueForAll(rune => (marks = IsMark(rune) ? marks + 1 : 0) <= MaxMarks);
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

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>
    /// Whether a character draws something by itself. The Hangul fillers and the empty Braille pattern are letters and symbols that do not.
    /// </summary>
    private static bool HasInk(Rune rune) => !IsMark(rune) && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800)
        && Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned);
}
