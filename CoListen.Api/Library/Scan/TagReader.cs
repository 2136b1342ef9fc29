using System.Text;

namespace CoListen.Api.Library.Scan;

/// <summary>Reads what a file says about itself. Files are not trusted: whatever a parser does to one costs that file its tags, no more.</summary>
internal static class TagReader
{
    private const int MaxText = 300;
    private const double MaxDuration = 86_400 * 7;

    /// <summary>The metadata of a file, or <see cref="FileMetadata.None"/> if it is not what its name says.</summary>
    public static FileMetadata Read(string path, AudioFormat format)
    {
        if (format.Open is null)
        {
            return FileMetadata.None;
        }

        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var stream = new BoundedReadStream(file, path);
            using var parsed = format.Open(stream);
            var tags = TagsOf(parsed.Tag);
            return new FileMetadata(Seconds(parsed.Properties?.Duration.TotalSeconds), tags.IsEmpty ? null : tags, Cover.Find(parsed.Tag, stream));
        }
        catch (Exception e) when (e is not ThreadAbortException)
        {
            // TagLib# throws any exception on a damaged file, also IndexOutOfRange and OutOfMemory.
            return FileMetadata.None;
        }
    }

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

    /// <summary>A file name without control characters (C0, DEL and C1).</summary>
    internal static string CleanName(ReadOnlySpan<char> name)
    {
        var text = name.ToString();
        return text.Any(char.IsControl) ? string.Concat(text.Where(letter => !char.IsControl(letter))) : text;
    }

    private static TrackTags TagsOf(TagLib.Tag tag) => new(
        Clean(tag.Title),
        Clean(tag.JoinedPerformers) ?? Clean(tag.JoinedAlbumArtists),
        Clean(tag.Album),
        tag.Year is > 0 and <= 9999 ? (int)tag.Year : null,
        tag.Track is > 0 and <= 9999 ? (int)tag.Track : null);

    private static double? Seconds(double? told) => told is > 0 and <= MaxDuration ? Math.Round(told.Value, 3) : null;
}
