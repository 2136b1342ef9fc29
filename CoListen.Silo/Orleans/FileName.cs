using System.Security.Cryptography;
using System.Text;

namespace CoListen.Silo.Orleans;

/// <summary>File names for keys that anybody chose: two keys never share one, on no file system, and none leaves its folder.</summary>
internal static class FileName
{
    private const int Longest = 160;

    /// <summary>Lowercase letters, digits, <c>-</c> and <c>_</c> stand for themselves, other bytes of UTF-8 are <c>%</c> and two hex digits; what gets too long ends in its SHA-256.</summary>
    public static string Of(string key)
    {
        var name = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetBytes(key))
        {
            _ = c is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_'
                ? name.Append((char)c)
                : name.Append('%').Append(Convert.ToHexStringLower([c]));
        }

        return name.Length switch
        {
            0 => "%",
            <= Longest => name.ToString(),
            _ => string.Concat(name.ToString().AsSpan(0, 64), "~", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))),
        };
    }
}
