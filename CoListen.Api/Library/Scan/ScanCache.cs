using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// Remembers a scan, so that a start with an unchanged library reads none of its files. A text file: a line with the SHA-256 of all that follows,
/// then a line a file with its fields parted by tabs (texts of tags hold no control characters). It may be deleted or damaged at any time: what
/// does not fit its sum is not believed, and everything is read again.
/// </summary>
internal static class ScanCache
{
    private const string Version = "colisten-scan-1 ";
    private const int HeaderBytes = 81;
    private const int Fields = 11;

    /// <summary>Where the scan of a directory is remembered if no setting says so; null where there is no home to write to.</summary>
    public static string? DefaultPath(string audioDir)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
            : home.Length > 0 ? Path.Combine(home, ".cache") : null;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(audioDir)).AsSpan(..8));
        return cache is null ? null : Path.Combine(cache, "colisten", $"library-{name}.scan");
    }

    /// <summary>The remembered files in their order; empty if nothing is remembered.</summary>
    public static List<ScannedFile> Load(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.Length > HeaderBytes && bytes.AsSpan(0, HeaderBytes).SequenceEqual(Header(bytes.AsSpan(HeaderBytes)))
                ? Parse(Encoding.UTF8.GetString(bytes.AsSpan(HeaderBytes)))
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there yet, or not ours to read: the scan does without.
            return [];
        }
    }

    /// <summary>Replaces what is remembered, in one step.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Save(string path, IEnumerable<ScannedFile> files)
    {
        var text = new StringBuilder();
        foreach (var (relativePath, size, modified, id, facts) in files.Where(file => !file.RelativePath.Contains('\n', StringComparison.Ordinal)))
        {
            var tags = facts.Tags;
            text.Append(CultureInfo.InvariantCulture, $"{id}\t{size}\t{modified}\t{facts.Duration * 1000:F0}\t{(facts.HasCover ? 1 : 0)}\t");
            text.Append(CultureInfo.InvariantCulture, $"{tags?.Year}\t{tags?.TrackNumber}\t{tags?.Title}\t{tags?.Artist}\t{tags?.Album}\t{relativePath}\n");
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var file = File.Create(temporary))
        {
            file.Write(Header(bytes));
            file.Write(bytes);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static byte[] Header(ReadOnlySpan<byte> content) =>
        Encoding.ASCII.GetBytes(Version + Convert.ToHexStringLower(SHA256.HashData(content)) + "\n");

    // Runs once a start, over everything: worth the full compiler from the first call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static List<ScannedFile> Parse(string text)
    {
        var files = new List<ScannedFile>();
        var last = new TrackTags(null, null, null, null, null);
        Span<Range> at = stackalloc Range[Fields];
        for (ReadOnlySpan<char> rest = text; rest.IndexOf('\n') is >= 0 and var end; rest = rest[(end + 1)..])
        {
            var line = rest[..end];
            if (line.Split(at, '\t') != Fields)
            {
                continue;
            }

            // Neighbours mostly share artist and album: one string does for all of them.
            var tags = new TrackTags(
                Text(line[at[7]], null), Text(line[at[8]], last.Artist), Text(line[at[9]], last.Album), (int?)Number(line[at[5]]), (int?)Number(line[at[6]]));
            var facts = new FileMetadata(Number(line[at[3]]) / 1000.0, tags.IsEmpty ? null : tags, line[at[4]] is "1");
            files.Add(new ScannedFile(line[at[10]].ToString(), Number(line[at[1]]) ?? 0, Number(line[at[2]]) ?? 0, line[at[0]].ToString(), facts));
            last = tags;
        }

        return files;
    }

    private static long? Number(ReadOnlySpan<char> field) => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(ReadOnlySpan<char> field, string? same) => field.IsEmpty ? null : field.SequenceEqual(same) ? same : field.ToString();
}
