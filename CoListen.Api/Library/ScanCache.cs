using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoListen.Api.Library;

/// <summary>
/// Remembers what files said about themselves, so that a start with an unchanged library reads none of them. JSON lines: a header, then one
/// line a file. It may be deleted or damaged at any time: a line that cannot be read is a file that is read again.
/// </summary>
internal static class ScanCache
{
    private const string Header = """{"colistenScan":1}""";

    /// <summary>One line: a version of a file and what it said.</summary>
    internal sealed record Line(string Path, long Size, long Modified, TrackFacts Facts);

    /// <summary>Where the scan of a directory is remembered if no setting says so; null where there is no home to write to.</summary>
    public static string? DefaultPath(string audioDir)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
            : home.Length > 0 ? System.IO.Path.Combine(home, ".cache") : null;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(audioDir)).AsSpan(..8));
        return cache is null ? null : System.IO.Path.Combine(cache, "colisten", $"library-{name}.jsonl");
    }

    /// <summary>What is remembered, by relative path; empty if nothing is.</summary>
    public static Dictionary<string, Line> Load(string path)
    {
        var known = new Dictionary<string, Line>(StringComparer.Ordinal);
        try
        {
            ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
            if (!rest.StartsWith(Encoding.UTF8.GetBytes(Header)))
            {
                return known;
            }

            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                rest = rest[(end + 1)..];
                if (Parse(rest[..Math.Max(0, rest.IndexOf((byte)'\n'))]) is { } line)
                {
                    known[line.Path] = line;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there yet, or not ours to read: the scan does without.
        }

        return known;
    }

    /// <summary>Replaces what is remembered, in one step.</summary>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    public static void Save(string path, IEnumerable<Line> lines)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var file = File.Create(temporary))
        {
            file.Write(Encoding.UTF8.GetBytes(Header + "\n"));
            foreach (var line in lines)
            {
                JsonSerializer.Serialize(file, line, ScanCacheJson.Default.Line);
                file.WriteByte((byte)'\n');
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static Line? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ScanCacheJson.Default.Line) is { Path: not null, Facts: not null } line ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The JSON of a remembered scan.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ScanCache.Line))]
internal sealed partial class ScanCacheJson : JsonSerializerContext;
