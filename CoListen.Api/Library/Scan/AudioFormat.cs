using TagLib;
using TagLib.Id3v2;

namespace CoListen.Api.Library.Scan;

/// <summary>A kind of audio file.</summary>
/// <param name="Mime">The media type to serve it as.</param>
/// <param name="Demuxer">What ffmpeg calls it; null: ffmpeg is given none of it.</param>
/// <param name="Open">Parses a file of this kind; throws any exception on another one. Null: the file is listed by its name only.</param>
internal sealed record AudioFormat(string Mime, string? Demuxer, Func<TagLib.File.IFileAbstraction, TagLib.File>? Open)
{
    private static readonly AudioFormat Mp3 = new("audio/mpeg", "mp3", f => new TagLib.Mpeg.AudioFile(f, ReadStyle.Average));
    private static readonly AudioFormat Mp4 = new("audio/mp4", "mov", f => new TagLib.Mpeg4.File(f, ReadStyle.Average));
    private static readonly AudioFormat Aac = new("audio/aac", "aac", f => new TagLib.Aac.File(f, ReadStyle.Average));
    public static readonly AudioFormat Flac = new("audio/flac", "flac", f => new TagLib.Flac.File(f, ReadStyle.Average));
    private static readonly AudioFormat Ogg = new("audio/ogg", "ogg", f => new TagLib.Ogg.File(f, ReadStyle.Average));
    private static readonly AudioFormat Wav = new("audio/wav", "wav", f => new TagLib.Riff.File(f, ReadStyle.Average));
    private static readonly AudioFormat Aiff = new("audio/aiff", "aiff", f => new TagLib.Aiff.File(f, ReadStyle.Average));
    private static readonly AudioFormat Webm = new("audio/webm", "matroska", f => new TagLib.Matroska.File(f, ReadStyle.Average));

    // No browser plays WMA, and TagLib# takes gigabytes for a damaged one.
    private static readonly AudioFormat Wma = new("audio/x-ms-wma", null, null);

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

    static AudioFormat() => FrameFactory.AddFrameCreator(CheckFrame);

    /// <summary>The format that a file name's extension stands for; null if it is no audio file.</summary>
    public static AudioFormat? Of(ReadOnlySpan<char> fileName) =>
        ByExtension.TryGetValue(Path.GetExtension(fileName), out var format) ? format : null;

    // TagLib# calls this for each frame of an ID3v2 tag and makes the frame itself where this returns null. It would read a damaged tag for
    // ever: a frame with a negative size leads back to an earlier frame.
    private static Frame? CheckFrame(ByteVector data, int offset, FrameHeader header, byte version) =>
        header.FrameSize <= int.MaxValue - offset - FrameHeader.Size(version)
            ? null
            : throw new IOException("The ID3v2 tag has a frame that never ends.");
}
