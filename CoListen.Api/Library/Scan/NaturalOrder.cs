using System.Text.RegularExpressions;

namespace CoListen.Api.Library.Scan;

/// <summary>Orders paths as people do: ignores case, <c>2 - b</c> before <c>10 - a</c>, the files of a folder together.</summary>
internal static partial class NaturalOrder
{
    private const int Digits = 20;

    /// <summary>What to order a path by, ordinally: the order is total, since the path itself is the end of its key.</summary>
    public static string KeyOf(string path) => Number()
        .Replace(path.ToUpperInvariant(), number => number.Value.TrimStart('0').PadLeft(Digits, '0')).Replace('/', '\u0001') + '\0' + path;

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
