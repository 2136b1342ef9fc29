using TagLib;
using File = System.IO.File;

namespace CoListen.Api.Library.Scan;

/// <summary>Reads the metadata of a file. A file that its parser fails on has no metadata.</summary>
internal static class TagReader
{
    private const int MaxText = 300;
    private const double MaxDuration = 86_400 * 7;

    /// <summary>The metadata of a file; with a <see cref="FileMetadata.Problem"/> if it is not what its name says.</summary>
    public static FileMetadata Read(string path)
    {
        if (AudioFormat.Of(path)?.Open is not { } open) return FileMetadata.None;

        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var stream = new BoundedReadStream(file, path);
            using var parsed = open(stream);
            var tags = TagsOf(parsed.Tag);
            var duration = Seconds(parsed.Properties?.Duration.TotalSeconds);
            return new FileMetadata(duration, tags.IsEmpty ? null : tags, Cover.Find(parsed.Tag, stream), Problem: null);
        }
        catch (OutOfMemoryException)
        {
            return FileMetadata.None with { Problem = "Reading its tags takes too much memory." };
        }
        catch (Exception e)
        {
            // TagLib# throws any exception on a damaged file, also IndexOutOfRange; only these say what is wrong with it.
            var isClear = e is CorruptFileException or UnsupportedFormatException or IOException or UnauthorizedAccessException;
            return FileMetadata.None with { Problem = (isClear ? Clean(e.Message) : null) ?? "It is damaged." };
        }
    }

    /// <summary>Trims, drops control characters and cuts to 300 characters; null if nothing is left.</summary>
    internal static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;

        var kept = new StringBuilder(Math.Min(text.Length, MaxText));
        foreach (var rune in text.AsSpan().Trim().EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > MaxText) break;

            if (!Rune.IsControl(rune) && rune.Value is not (0x2028 or 0x2029))
            {
                kept.Append(rune);
            }
        }

        var clean = kept.ToString().Trim();
        return clean.Length == 0 ? null : clean;
    }

    /// <summary>A file name without control characters (C0, DEL and C1).</summary>
    internal static string CleanName(ReadOnlySpan<char> name)
    {
        var text = name.ToString();
        return text.Any(char.IsControl) ? string.Concat(text.Where(letter => !char.IsControl(letter))) : text;
    }

    private static TrackTags TagsOf(Tag tag) => new(
        Clean(tag.Title),
        Clean(tag.JoinedPerformers) ?? Clean(tag.JoinedAlbumArtists),
        Clean(tag.Album),
        tag.Year is > 0 and <= 9999 ? (int)tag.Year : null,
        tag.Track is > 0 and <= 9999 ? (int)tag.Track : null);

    private static double? Seconds(double? told) => told is > 0 and <= MaxDuration ? Math.Round(told.Value, 3) : null;
}
