using TagLib;
using TagLib.Id3v2;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// Stops TagLib# at a damaged ID3v2 tag that it would read for ever: a frame with a negative size leads back to an earlier frame.
/// </summary>
internal static class Id3FrameGuard
{
    private const int MaxFrames = 10_000;

    [ThreadStatic]
    private static int seen;

    /// <summary>Has TagLib# call the check for each frame; once a process.</summary>
    public static void Register() => FrameFactory.AddFrameCreator(Check);

    /// <summary>Starts the count for another file on this thread.</summary>
    public static void StartOver() => seen = 0;

    private static Frame? Check(ByteVector data, int offset, FrameHeader header, byte version) =>
        header.FrameSize <= int.MaxValue - offset - FrameHeader.Size(version) && ++seen <= MaxFrames
            ? null // TagLib# makes the frame itself.
            : throw new IOException("The ID3v2 tag has a frame that never ends.");
}
