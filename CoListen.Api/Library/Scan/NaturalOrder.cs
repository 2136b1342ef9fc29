using System.Runtime.CompilerServices;

namespace CoListen.Api.Library.Scan;

/// <summary>Orders paths as people do: ignores case, <c>2 - b</c> before <c>10 - a</c>. Ties are ordinal, so the order is total.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    // A sort calls this some ten thousand times in its first milliseconds: optimized from the first call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                var m = Number(a, ref i);
                var n = Number(b, ref j);
                var byNumber = m.Length != n.Length ? m.Length.CompareTo(n.Length) : m.SequenceCompareTo(n);
                if (byNumber != 0) return byNumber;
            }
            else
            {
                var byLetter = Rank(a[i++]).CompareTo(Rank(b[j++]));
                if (byLetter != 0) return byLetter;
            }
        }

        var byRest = (a.Length - i).CompareTo(b.Length - j);
        return byRest != 0 ? byRest : string.CompareOrdinal(x, y);
    }

    // The separator comes before every other character, so that the files of a folder stay together.
    private static int Rank(char c) => c == '/' ? -1 : char.ToUpperInvariant(c);

    private static ReadOnlySpan<char> Number(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return text[start..at].TrimStart('0');
    }
}
