using System.IO.Enumeration;

namespace CoListen.Api.Library.Scan;

/// <summary>An audio file in the directory, as the file system tells it.</summary>
/// <param name="RelativePath">Parted by <c>/</c> on every system.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of the last change, UTC, in ticks of 100 ns.</param>
/// <param name="Format">By its extension.</param>
internal sealed record FoundFile(string RelativePath, long Size, long ModifiedTicks, AudioFormat Format);

/// <summary>The directory with the music: which it is and what lies in it.</summary>
internal static class AudioDirectory
{
    /// <summary>The most files that are listed, so that a wrong directory cannot fill the memory.</summary>
    public const int MaxFiles = 100_000;

    private const int MaxDepth = 32;

    // What .NET says of a file that it cannot look at: gone again, or with a name that is not UTF-8.
    private static readonly long NoTime = DateTimeOffset.FromFileTime(0).UtcTicks;

    /// <summary>The directory that the setting means: itself, or without one <c>~/Music</c> if it holds audio, or null for the demo library.</summary>
    public static string? Choose(string? setting)
    {
        if (!string.IsNullOrWhiteSpace(setting))
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(setting));
        }

        var music = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Music");
        return Problem(music) is null && Walk(music).Count > 0 ? music : null;
    }

    /// <summary>Why the directory cannot be scanned, in a sentence for whoever starts the server; null if it can.</summary>
    public static string? Problem(string path)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? $"The audio directory {path} is a file. Name a directory with --AudioDir DIR."
                : $"The audio directory {path} does not exist. Name another one with --AudioDir DIR.";
        }

        try
        {
            _ = Directory.EnumerateFileSystemEntries(path).Any();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The audio directory {path} cannot be read ({e.Message.TrimEnd('.')}). Allow it or name another one with --AudioDir DIR.";
        }
    }

    /// <summary>The audio files below the directory, in no order. No link is followed and nothing hidden is looked at.</summary>
    public static List<FoundFile> Walk(string root)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = MaxDepth,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
        };
        var prefix = Path.EndsInDirectorySeparator(root) ? root.Length : root.Length + 1;
        var entries = new FileSystemEnumerable<FoundFile?>(root, (ref FileSystemEntry entry) => Find(ref entry, prefix), options);
        return [.. entries.OfType<FoundFile>().Take(MaxFiles)];
    }

    private static FoundFile? Find(ref FileSystemEntry entry, int prefix)
    {
        if (entry.IsDirectory || AudioFormat.Of(entry.FileName) is not { } format)
        {
            return null;
        }

        try
        {
            var relative = entry.ToFullPath()[prefix..];
            if (Path.DirectorySeparatorChar != '/')
            {
                relative = relative.Replace(Path.DirectorySeparatorChar, '/');
            }

            var modified = entry.LastWriteTimeUtc.UtcTicks;
            return modified == NoTime ? null : new FoundFile(relative, entry.Length, modified, format);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone again between the listing and the look at it.
            return null;
        }
    }
}
