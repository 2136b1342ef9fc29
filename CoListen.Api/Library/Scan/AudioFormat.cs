using TagLib;

namespace CoListen.Api.Library.Scan;

/// <summary>A kind of audio file.</summary>
/// <param name="Mime">The media type to serve it as.</param>
/// <param name="Open">Parses a file of this kind; throws any exception on another one. Null: the file is listed by its name only.</param>
internal sealed record AudioFormat(string Mime, Func<TagLib.File.IFileAbstraction, TagLib.File>? Open)
{
    private static readonly AudioFormat Mp3 = new("audio/mpeg", f => new TagLib.Mpeg.AudioFile(f, ReadStyle.Average));
    private static readonly AudioFormat Mp4 = new("audio/mp4", f => new TagLib.Mpeg4.File(f, ReadStyle.Average));
    private static readonly AudioFormat Aac = new("audio/aac", f => new TagLib.Aac.File(f, ReadStyle.Average));
    private static readonly AudioFormat Flac = new("audio/flac", f => new TagLib.Flac.File(f, ReadStyle.Average));
    private static readonly AudioFormat Ogg = new("audio/ogg", f => new TagLib.Ogg.File(f, ReadStyle.Average));
    private static readonly AudioFormat Wav = new("audio/wav", f => new TagLib.Riff.File(f, ReadStyle.Average));
    private static readonly AudioFormat Aiff = new("audio/aiff", f => new TagLib.Aiff.File(f, ReadStyle.Average));
    private static readonly AudioFormat Webm = new("audio/webm", f => new TagLib.Matroska.File(f, ReadStyle.Average));

    // No browser plays WMA, and TagLib# takes gigabytes for a damaged one.
    private static readonly AudioFormat Wma = new("audio/x-ms-wma", null);

    private static readonly Dictionary<string, AudioFormat>.AlternateLookup<ReadOnlySpan<char>> ByExtension =
        new Dictionary<string, AudioFormat>(StringComparer.OrdinalIgnoreCase)
        {
            [".mp3"] = Mp3,
            [".m4a"] = Mp4,
            [".m4b"] = Mp4,
            [".mp4"] = Mp4,
            [".aac"] = Aac,
            [".flac"] = Flac,
            [".ogg"] = Ogg,
            [".oga"] = Ogg,
            [".opus"] = Ogg,
            [".wav"] = Wav,
            [".wave"] = Wav,
            [".aif"] = Aiff,
            [".aiff"] = Aiff,
            [".webm"] = Webm,
            [".weba"] = Webm,
            [".wma"] = Wma,
        }.GetAlternateLookup<ReadOnlySpan<char>>();

    static AudioFormat() => Id3FrameGuard.Register();

    /// <summary>The format that a file name's extension stands for; null if it is no audio file.</summary>
    public static AudioFormat? Of(ReadOnlySpan<char> fileName) =>
        ByExtension.TryGetValue(Path.GetExtension(fileName), out var format) ? format : null;
}
