using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Library.Scan;

/// <summary>Reads what a file says about itself. The files are not trusted: whatever a parser does to one costs that file its tags, no more.</summary>
internal static class TagReader
{
    private const int MaxText = 300;
    private const double MaxDuration = 86_400 * 7;

    /// <summary>The facts of a file, or <see cref="FileMetadata.None"/> if it is not what its name says.</summary>
    public static FileMetadata Facts(string path, AudioFormat format)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var facts = Parse(file, path, format, FactsOf) ?? FileMetadata.None;
            return format.Clock is null ? facts : facts with { Duration = Seconds(format.Clock(file)) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileMetadata.None;
        }
    }

    /// <summary>The cover in an open file, or null if there is none that can be shown.</summary>
    public static Cover? Cover(SafeFileHandle file, string path, AudioFormat format) =>
        Parse(file, path, format, parsed => Scan.Cover.Of(parsed.Tag));

    /// <summary>Trims, drops control characters and cuts to 300 characters; null if nothing is left.</summary>
    internal static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var kept = new StringBuilder(Math.Min(text.Length, MaxText));
        foreach (var rune in text.AsSpan().Trim().EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > MaxText)
            {
                break;
            }

            if (!Rune.IsControl(rune) && rune.Value is not (0x2028 or 0x2029))
            {
                kept.Append(rune);
            }
        }

        var clean = kept.ToString().Trim();
        return clean.Length == 0 ? null : clean;
    }

    /// <summary>A file name without control characters, which file systems allow and screens do not want.</summary>
    internal static string CleanName(ReadOnlySpan<char> name) =>
        name.IndexOfAnyInRange('\0', '\x1F') < 0 ? name.ToString() : string.Concat(name.ToString().Where(letter => !char.IsControl(letter)));

    private static T? Parse<T>(SafeFileHandle file, string path, AudioFormat format, Func<TagLib.File, T?> take)
        where T : class
    {
        if (format.Open is null)
        {
            return null;
        }

        try
        {
            using var stream = new BoundedReadStream(file, path);
            using var parsed = format.Open(stream);
            return take(parsed);
        }
        catch (Exception e) when (e is not ThreadAbortException)
        {
            // TagLib# meets broken files with any exception there is, from its own to IndexOutOfRange and OutOfMemory.
            return null;
        }
    }

    private static FileMetadata FactsOf(TagLib.File file)
    {
        var tag = file.Tag;
        var tags = new TrackTags(
            Clean(tag.Title),
            Clean(tag.JoinedPerformers) ?? Clean(tag.JoinedAlbumArtists),
            Clean(tag.Album),
            tag.Year is > 0 and <= 9999 ? (int)tag.Year : null,
            tag.Track is > 0 and <= 9999 ? (int)tag.Track : null);
        return new FileMetadata(Seconds(file.Properties?.Duration.TotalSeconds), tags.IsEmpty ? null : tags, Scan.Cover.IsIn(tag));
    }

    private static double? Seconds(double? told) => told is > 0 and <= MaxDuration ? Math.Round(told.Value, 3) : null;
}
