using System.Globalization;
using System.Text;

namespace CoListen.Api.Pairing;

/// <summary>What people call a phone, or themselves.</summary>
internal static class ClientName
{
    /// <summary>The most characters (Unicode code points).</summary>
    public const int Longest = 40;

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>
    /// Whether the name can be shown as it is: short enough, on one line, with nothing in it that hides or turns around what stands beside it.
    /// </summary>
    public static bool IsGood(string name)
    {
        var runes = name.EnumerateRunes().ToList();
        return name.Trim().EnumerateRunes().Count() <= Longest && runes.TrueForAll(IsShown);
    }

    /// <summary>The name trimmed; the first free of "Phone 1", "Phone 2", … when there is none.</summary>
    /// <param name="name">A good name, or none: names are optional.</param>
    /// <param name="taken">The names of the others.</param>
    public static string OrDefault(string? name, IEnumerable<string> taken)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            return name.Trim();
        }

        var others = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, others.Count + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"Phone {n}")).First(free => !others.Contains(free));
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Format: bidi overrides and zero-width characters. The joiners, and the tags of flags, are how people write.
        UnicodeCategory.Format => rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner or >= 0xE0020 and <= 0xE007F,
        _ => true,
    };
}
