using System.IO.Enumeration;

namespace CoListen.Api.Library.Scan;

/// <summary>The directory with the music.</summary>
internal static class AudioDirectory
{
    /// <summary>The most files that are listed, so that a wrong directory cannot fill the memory.</summary>
    public const int MaxFiles = 100_000;

    private const int MaxDepth = 32;

    /// <summary>Five short pieces that ship with the server (CC0), played where no other music is found.</summary>
    public static readonly string Demo = Path.Combine(AppContext.BaseDirectory, "Library", "Demo");

    private static readonly EnumerationOptions Visible = new()
    {
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
    };

    /// <summary>The directory that the setting names; without one <c>~/Music</c> if it holds audio, else the demo library.</summary>
    public static string Choose(string? setting)
    {
        if (!string.IsNullOrWhiteSpace(setting)) return Path.TrimEndingDirectorySeparator(Path.GetFullPath(setting));

        var music = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Music");
        return Problem(music) is null && Walk(music, []).Any() ? music : Demo;
    }

    /// <summary>Why the directory cannot be scanned, as a sentence; null if it can.</summary>
    public static string? Problem(string path)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(path).Any();
            return null;
        }
        catch (IOException) when (File.Exists(path))
        {
            return $"The audio directory {path} is a file. Name a directory with --AudioDir DIR.";
        }
        catch (DirectoryNotFoundException)
        {
            return $"The audio directory {path} does not exist. Name another one with --AudioDir DIR.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = e.Message.TrimEnd('.');
            return $"The audio directory {path} cannot be read ({reason}). Allow it or name another one with --AudioDir DIR.";
        }
    }

    /// <summary>
    /// The audio files below a directory, in no order. Links are not followed, hidden and empty files not listed; pipes, sockets and
    /// devices are empty files. What cannot be listed is added to <paramref name="unreadable"/>, playlists to <paramref name="playlists"/>.
    /// </summary>
    /// <exception cref="IOException">The directory itself cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory itself may not be read.</exception>
    public static IEnumerable<FoundFile> Walk(
        string root, ICollection<UnreadableFile> unreadable, ICollection<FoundFile>? playlists = null)
    {
        var folders = new Stack<string>([""]);
        while (folders.TryPop(out var folder))
        {
            foreach (var (path, found) in List(root, folder, unreadable))
            {
                if (found is null)
                {
                    folders.Push(path);
                }
                else if (VersionOf(root, found, unreadable) is not { Size: > 0 } file)
                {
                    // Empty, or just gone.
                }
                else if (AudioFormat.Of(path) is not null)
                {
                    yield return file;
                }
                else if (playlists?.Count < Playlist.MaxFiles && file.Size <= Playlist.MaxBytes)
                {
                    playlists.Add(file);
                }
            }
        }
    }

    /// <summary>The folders (without a file), audio files and playlists of a folder.</summary>
    private static List<(string Path, FoundFile? File)> List(string root, string folder, ICollection<UnreadableFile> unreadable)
    {
        try
        {
            if (folder.Count(letter => letter == '/') >= MaxDepth) throw new IOException("It lies too deep.");

            return [.. new FileSystemEnumerable<(string, FoundFile?)>(Path.Join(root, folder), Found, Visible)
            {
                ShouldIncludePredicate = (ref entry) =>
                    entry.IsDirectory || AudioFormat.Of(entry.FileName) is not null || Playlist.Is(entry.FileName),
            }];
        }
        catch (Exception e) when (folder.Length > 0 && e is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(Unreadable(folder, e.Message));
            return [];
        }

        (string, FoundFile?) Found(ref FileSystemEntry entry)
        {
            var path = folder.Length == 0 ? entry.FileName.ToString() : $"{folder}/{entry.FileName}";
            return (path, entry.IsDirectory ? null : new(path, entry.Length, entry.LastWriteTimeUtc.Ticks));
        }
    }

    // A file whose status cannot be read is listed as an empty one.
    private static FoundFile? VersionOf(string root, FoundFile file, ICollection<UnreadableFile> unreadable)
    {
        if (file.Size > 0) return file;

        var path = file.RelativePath;
        try
        {
            var now = new FileInfo(Path.Join(root, path));
            return new FoundFile(path, now.Length, now.LastWriteTimeUtc.Ticks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(Unreadable(path, "Its status cannot be read."));
            return null;
        }
    }

    // .NET decodes what is not UTF-8 as U+FFFD, and does not find the file by that name again.
    private static UnreadableFile Unreadable(string path, string reason) => new(
        TagReader.CleanName(path),
        path.Contains('\uFFFD', StringComparison.Ordinal) ? "Its name is not UTF-8." : TagReader.CleanName(reason));
}
