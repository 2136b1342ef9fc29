using CoListen.Silo.Grains;

namespace CoListen.Api.Pairing;

/// <summary>The name of a phone or its owner.</summary>
internal static class ClientName
{
    /// <summary>The length limit in characters (Unicode code points).</summary>
    public const int MaxLength = 40;

    /// <summary>Combining marks on one character: enough for every script, too few to cover the lines above and below.</summary>
    private const int MaxMarks = 4;

    /// <summary>Whether a name is empty or visible: short, on one line, with nothing that hides, reorders or covers other text.</summary>
    public static bool IsGood(string name)
    {
        var runes = name.Trim().EnumerateRunes().ToList();
        var marks = 0;
        return runes.Count <= MaxLength && SessionName.IsVisible(name) && (runes.Count == 0 || runes.Exists(HasInk))
            && runes.TrueForAll(rune => (marks = IsMark(rune) ? marks + 1 : 0) <= MaxMarks);
    }

    /// <summary>The trimmed name; without one, the first of "Phone 1", "Phone 2", … that is free.</summary>
    /// <param name="name">A good name, or null: names are optional.</param>
    /// <param name="taken">The names of the other phones.</param>
    public static string OrDefault(string? name, IEnumerable<string> taken)
    {
        if (!string.IsNullOrWhiteSpace(name)) return name.Trim();

        var others = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, others.Count + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"Phone {n}"))
            .First(free => !others.Contains(free));
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>
    /// Whether a character draws something by itself. The Hangul fillers and the empty Braille pattern are letters and symbols that do not.
    /// </summary>
    private static bool HasInk(Rune rune) => !IsMark(rune) && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800)
        && Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned);
}
