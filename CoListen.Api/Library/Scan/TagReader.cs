using System.Buffers;
using CoListen.Api.Library.Loudness;
using TagLib;
using TagLib.Mpeg4;

namespace CoListen.Api.Library.Scan;

/// <summary>Reads the metadata of a file. A file that its parser fails on has no metadata.</summary>
internal static class TagReader
{
    private const int MaxText = 300;
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    private const double MaxSec = 86_400 * 7;

    /// <summary>The metadata of a file; with a <see cref="FileMetadata.Problem"/> if it is not what its name says.</summary>
    public static FileMetadata Read(string path)
    {
        try
        {
            using var stream = new BoundedReadStream(path);
            using var parsed = TagFile.Open(path, stream);
            if (parsed is null) return FileMetadata.None;

            var tags = TagsOf(parsed.Tag);
            double? duration = parsed.Properties?.Duration.TotalSeconds is > 0 and <= MaxSec and var told ? Math.Round(told, 3) : null;
            var isAlac = parsed.Properties?.Codecs.OfType<IsoAudioSampleEntry>().Any(codec => codec.BoxType == "alac") is true;
            var cover = Cover.Find(parsed.Tag, stream);
            return new FileMetadata(duration, tags == TrackTags.None ? null : tags, cover, Problem: null, isAlac, Gain.OfTags(parsed));
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
        var room = MaxText;
        var kept = (text ?? "").Trim().EnumerateRunes().Where(rune => !Rune.IsControl(rune) && rune.Value is not (0x2028 or 0x2029))
            .TakeWhile(rune => (room -= rune.Utf16SequenceLength) >= 0);
        return string.Concat(kept).Trim() is { Length: > 0 } clean ? clean : null;
    }

    /// <summary>A file name without control characters (C0, DEL and C1).</summary>
    internal static string CleanName(string name) =>
        name.AsSpan().ContainsAny(Controls) ? string.Concat(name.Where(letter => !char.IsControl(letter))) : name;

    private static TrackTags TagsOf(Tag tag) => new(
        Clean(tag.Title),
        Clean(tag.JoinedPerformers) ?? Clean(tag.JoinedAlbumArtists),
        Clean(tag.Album),
        tag.Year is > 0 and <= 9999 ? (int)tag.Year : null,
        tag.Track is > 0 and <= 9999 ? (int)tag.Track : null);
}
