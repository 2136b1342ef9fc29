using TagLib;
using TagLib.Id3v2;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// Stops TagLib# where a broken ID3v2 tag would keep it busy for ever: a frame whose size leads backwards is read again and again, each time
/// into memory.
/// </summary>
internal static class Id3FrameGuard
{
    private const int MaxFrames = 10_000;

    [ThreadStatic]
    private static int seen;

    /// <summary>Makes TagLib# ask before it reads a frame, once a process.</summary>
    public static void Register() => FrameFactory.AddFrameCreator(Check);

    /// <summary>Another file is read on this thread.</summary>
    public static void StartOver() => seen = 0;

    private static Frame? Check(ByteVector data, int offset, FrameHeader header, byte version) =>
        header.FrameSize <= int.MaxValue - offset - FrameHeader.Size(version) && ++seen <= MaxFrames
            ? null // Ours to check, not to make.
            : throw new InvalidDataException("The ID3v2 tag has a frame that never ends.");
}
