using System.IO.Enumeration;

namespace CoListen.Api.Library.Scan;

/// <summary>A version of an audio file in the directory.</summary>
/// <param name="RelativePath">Separated by <c>/</c> on every system.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of the last change, UTC, in ticks of 100 ns.</param>
internal sealed record FoundFile(string RelativePath, long Size, long ModifiedTicks);

/// <summary>The directory with the music.</summary>
internal static class AudioDirectory
{
    /// <summary>The most files that are listed, so that a wrong directory cannot fill the memory.</summary>
    public const int MaxFiles = 100_000;

    private const int MaxDepth = 32;

    private static readonly EnumerationOptions Visible = new()
    {
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
    };

    // What .NET returns for an entry whose status cannot be read.
    private static readonly long NoTime = DateTimeOffset.FromFileTime(0).UtcTicks;

    /// <summary>The directory that the setting names; without one <c>~/Music</c> if it holds audio, else null.</summary>
    public static string? Choose(string? setting)
    {
        if (!string.IsNullOrWhiteSpace(setting)) return Path.TrimEndingDirectorySeparator(Path.GetFullPath(setting));

        var music = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Music");
        return Problem(music) is null && Walk(music, []).Any() ? music : null;
    }

    /// <summary>Why the directory cannot be scanned, as a sentence; null if it can.</summary>
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
            var reason = e.Message.TrimEnd('.');
            return $"The audio directory {path} cannot be read ({reason}). Allow it or name another one with --AudioDir DIR.";
        }
    }

    /// <summary>
    /// The audio files below a directory, in no order. Links are not followed, hidden and empty files not listed; pipes, sockets and
    /// devices are empty files.
    /// </summary>
    /// <param name="root">The directory.</param>
    /// <param name="unreadable">Collects the files and folders that cannot be listed.</param>
    /// <exception cref="IOException">The directory itself cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory itself may not be read.</exception>
    public static IEnumerable<FoundFile> Walk(string root, ICollection<UnreadableFile> unreadable)
    {
        var folders = new Stack<(string Path, int Depth)>([("", 0)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var (path, isFolder, size, modified) in List(root, folder.Path, unreadable))
            {
                if (!isFolder && modified != NoTime)
                {
                    yield return new FoundFile(path, size, modified);
                }
                else if (isFolder && folder.Depth < MaxDepth)
                {
                    folders.Push((path, folder.Depth + 1));
                }
                else
                {
                    unreadable.Add(Unreadable(path, isFolder ? "It lies too deep." : "Its status cannot be read."));
                }
            }
        }
    }

    private static List<Entry> List(string root, string folder, ICollection<UnreadableFile> unreadable)
    {
        try
        {
            var path = Path.Join(root, folder);
            var all = new FileSystemEnumerable<Entry>(path, (ref FileSystemEntry entry) => Look(ref entry, folder), Visible)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory || AudioFormat.Of(entry.FileName) is not null,
            };
            return [.. all.Where(entry => entry.IsFolder || entry.Size > 0 || entry.Modified == NoTime)];
        }
        catch (Exception e) when (folder.Length > 0 && e is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(Unreadable(folder, e.Message));
            return [];
        }
    }

    private static Entry Look(ref FileSystemEntry entry, string folder)
    {
        var path = folder.Length == 0 ? entry.FileName.ToString() : $"{folder}/{entry.FileName}";
        try
        {
            return entry.IsDirectory ? new Entry(path, true, 0, 0) : new Entry(path, false, entry.Length, entry.LastWriteTimeUtc.UtcTicks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Entry(path, false, 0, NoTime);
        }
    }

    // .NET decodes what is not UTF-8 as U+FFFD, and does not find the file by that name again.
    private static UnreadableFile Unreadable(string path, string reason) => new(
        TagReader.CleanName(path),
        path.Contains('\uFFFD', StringComparison.Ordinal) ? "Its name is not UTF-8." : TagReader.CleanName(reason));

    private readonly record struct Entry(string Path, bool IsFolder, long Size, long Modified);
}
