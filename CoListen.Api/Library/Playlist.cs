using CoListen.Api.Library.Scan;

namespace CoListen.Api.Library;

/// <summary>
/// Reads playlist files: M3U (<c>.m3u</c>, <c>.m3u8</c>: a path a line, <c>#</c> begins a comment) and PLS (<c>FileN=path</c>). What an
/// entry names is never opened: it is compared with the paths of the library.
/// </summary>
internal static class Playlist
{
    /// <summary>A larger file is no playlist.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The most entries that are read of one.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>The most playlists of a library.</summary>
    public const int MaxFiles = 500;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Extensions =
        new HashSet<string>([".m3u", ".m3u8", ".pls"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the file's name is that of a playlist.</summary>
    public static bool Is(ReadOnlySpan<char> fileName) => Extensions.Contains(Path.GetExtension(fileName));

    /// <summary>
    /// The paths that a playlist names, in its order, relative to the audio directory; those outside are left out. A playlist that was
    /// changed, removed or replaced by a link since it was found, or that cannot be read, is empty.
    /// </summary>
    public static IReadOnlyList<string> Read(string root, FoundFile found)
    {
        var file = new FileInfo(Path.Join(root, found.RelativePath));
        if (found.Size > MaxBytes || !file.Exists || file.Length != found.Size || file.LinkTarget is not null) return [];

        try
        {
            var isPls = file.Extension.Equals(".pls", StringComparison.OrdinalIgnoreCase);
            var lines = Decode(File.ReadAllBytes(file.FullName)).Split(['\r', '\n'], StringSplitOptions.TrimEntries);
            var entries = isPls ? lines.Where(line => line.StartsWith("File", StringComparison.OrdinalIgnoreCase) && line.Contains('='))
                .Select(line => line[(line.IndexOf('=') + 1)..].Trim()) : lines.Where(line => !line.StartsWith('#'));
            return [.. entries.Where(entry => entry.Length > 0 && !entry.Contains('\0')).Take(MaxEntries)
                .Select(entry => Resolve(root, file.DirectoryName!, entry)).OfType<string>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Only text is compared here; nothing is looked up on the disk.
    private static string? Resolve(string root, string folder, string entry)
    {
        var path = entry.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(entry, UriKind.Absolute, out var uri)
            ? uri.LocalPath
            : entry.Replace('\\', '/');
        var full = Path.GetFullPath(path.Replace("\0", "", StringComparison.Ordinal), folder);
        return full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full[(root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/')
            : null;
    }

    // UTF-8, or what a byte order mark says, else Latin-1, as old players write it.
    private static string Decode(byte[] bytes)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), Utf8);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
