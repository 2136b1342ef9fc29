using System.Globalization;
using CoListen.Api.Hubs;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;

namespace CoListen.Api.Pairing;

/// <summary>What people call a phone, or themselves.</summary>
internal static class ClientName
{
    /// <summary>The most characters (Unicode code points).</summary>
    public const int MaxLength = 40;

    /// <summary>
    /// Whether the name can be shown as it is: short enough, on one line, with nothing in it that hides or turns around what stands beside it.
    /// </summary>
    public static bool IsGood(string name) => name.Trim().EnumerateRunes().Count() <= MaxLength && SessionName.IsVisible(name);

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
}
