using TagLib;
using TagLib.Id3v2;

namespace CoListen.Api.Library.Scan;

/// <summary>Opens audio files with TagLib#, in the processes that read tags: the server never loads that library.</summary>
internal static class TagFile
{
    static TagFile() => FrameFactory.AddFrameCreator(CheckFrame);

    /// <summary>
    /// Parses a file as what its name says; throws any exception on another kind. Null for WMA, which is listed by its name only: TagLib#
    /// takes gigabytes for a damaged one.
    /// </summary>
    public static TagLib.File? Open(string path, TagLib.File.IFileAbstraction file) => AudioFormat.Of(path)?.Demuxer switch
    {
        "mp3" => new TagLib.Mpeg.AudioFile(file, ReadStyle.Average),
        "mov" => new TagLib.Mpeg4.File(file, ReadStyle.Average),
        "aac" => new TagLib.Aac.File(file, ReadStyle.Average),
        "flac" => new TagLib.Flac.File(file, ReadStyle.Average),
        "ogg" => new TagLib.Ogg.File(file, ReadStyle.Average),
        "wav" => new TagLib.Riff.File(file, ReadStyle.Average),
        "aiff" => new TagLib.Aiff.File(file, ReadStyle.Average),
        "matroska" => new TagLib.Matroska.File(file, ReadStyle.Average),
        _ => null,
    };

    // TagLib# calls this for each frame of an ID3v2 tag and makes the frame itself where this returns null. It would read a damaged tag for
    // ever: a frame with a negative size leads back to an earlier frame.
    private static Frame? CheckFrame(ByteVector data, int offset, FrameHeader header, byte version) =>
        header.FrameSize <= int.MaxValue - offset - FrameHeader.Size(version)
            ? null
            : throw new IOException("The ID3v2 tag has a frame that never ends.");
}
