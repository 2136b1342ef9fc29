namespace CoListen.Api.Library.Scan;

/// <summary>Orders paths as people do: ignores case, <c>2 - b</c> before <c>10 - a</c>, the files of a folder together.</summary>
internal static class NaturalOrder
{
    private const int Digits = 20;

    /// <summary>What to order a path by, ordinally: the order is total, since the path itself is the end of its key.</summary>
    public static string KeyOf(string path)
    {
        var key = new StringBuilder(2 * path.Length);
        for (var rest = path.ToUpperInvariant().AsSpan(); !rest.IsEmpty;)
        {
            var text = LengthOr(rest.IndexOfAnyInRange('0', '9'), rest);
            key.Append(rest[..text]);
            rest = rest[text..];
            var digits = LengthOr(rest.IndexOfAnyExceptInRange('0', '9'), rest);
            var number = rest[..digits].TrimStart('0');
            if (digits > 0) key.Append('0', Math.Max(0, Digits - number.Length)).Append(number);
            rest = rest[digits..];
        }

        return key.Replace('/', '\u0001').Append('\0').Append(path).ToString();
    }

    private static int LengthOr(int index, ReadOnlySpan<char> all) => index < 0 ? all.Length : index;
}
