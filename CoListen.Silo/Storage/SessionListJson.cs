using System.Text.Encodings.Web;
using System.Text.Json;

namespace CoListen.Silo.Storage;

/// <summary>The names of the open sessions, <c>main</c> left out, as JSON that a person can read.</summary>
public static class SessionListJson
{
    /// <summary>Raised when a file of this version could not be understood by the version before.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    };

    /// <summary>The file's bytes, UTF-8.</summary>
    public static byte[] Write(IEnumerable<string> names) => JsonSerializer.SerializeToUtf8Bytes(new Stored(Version, [.. names]), Options);

    /// <summary>The names in a file of this version or an older one.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="isName">Whether a text is a name as it is kept.</param>
    /// <exception cref="JsonException">It is no list of sessions.</exception>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> json, Func<string, bool> isName)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, Options);
        var good = stored is { Version: >= 0 and <= Version, Sessions: { } names }
            && Array.TrueForAll(names, name => name is not null && isName(name))
            && names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length;
        return good ? stored!.Sessions! : throw new JsonException("It is no list of sessions, or one of a newer version.");
    }

    private sealed record Stored(int Version, string[]? Sessions);
}
