using System.Buffers.Binary;

namespace CoListen.Api.Library.Scan;

/// <summary>A frame of MPEG-1, -2 or -2.5 audio, layer III (ISO/IEC 11172-3, 2.4.1.3; 13818-3).</summary>
internal static class MpegFrame
{
    private const int HeadBytes = 4;
    private const int EncoderBytes = 21;
    private static readonly int[] KilobitsOf1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] KilobitsOf2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] Rates = [44_100, 48_000, 32_000];

    /// <summary>The frame that starts here, or null if none does.</summary>
    public static FrameClock.Frame? Read(ReadOnlySpan<byte> at)
    {
        const int layer3 = 1;
        const int reservedVersion = 1;
        if (at.Length < HeadBytes || at[0] != 0xFF || (at[1] & 0xE0) != 0xE0 || ((at[1] >> 1) & 3) != layer3)
        {
            return null;
        }

        var (version, bits, rate) = ((at[1] >> 3) & 3, at[2] >> 4, (at[2] >> 2) & 3);
        if (version == reservedVersion || bits is 0 or 15 || rate == Rates.Length)
        {
            return null;
        }

        var isFirst = version == 3;
        var hertz = Rates[rate] >> (isFirst ? 0 : version == 2 ? 1 : 2);
        var samples = isFirst ? 1152 : 576;
        var kilobits = (isFirst ? KilobitsOf1 : KilobitsOf2)[bits];
        return new FrameClock.Frame((samples / 8 * kilobits * 1000 / hertz) + ((at[2] >> 1) & 1), (double)samples / hertz, (version << 2) | rate);
    }

    /// <summary>
    /// Seconds, where the first frame holds no sound but the encoder's count: Xing's (also named Info), with LAME's delay and padding taken out, or
    /// Fraunhofer's VBRI.
    /// </summary>
    /// <param name="data">The file from its first frame.</param>
    /// <param name="first">That frame.</param>
    public static double? Counted(ReadOnlyMemory<byte> data, FrameClock.Frame first)
    {
        var frame = data.Span[..Math.Min(first.Bytes, data.Length)];
        if (frame.IndexOf("VBRI"u8) is >= 0 and var fraunhofer && frame.Length >= fraunhofer + 18)
        {
            return Number(frame, fraunhofer + 14) * first.Seconds;
        }

        var xing = Math.Max(frame.IndexOf("Xing"u8), frame.IndexOf("Info"u8));
        if (xing < 0 || frame.Length < xing + 12 || (frame[xing + 7] & 1) == 0)
        {
            return null;
        }

        var frames = Number(frame, xing + 8);
        var encoder = xing + 8 + 4 + ((frame[xing + 7] & 2) != 0 ? 4 : 0) + ((frame[xing + 7] & 4) != 0 ? 100 : 0) + ((frame[xing + 7] & 8) != 0 ? 4 : 0);
        var silent = 0;
        if (frame.Length >= encoder + EncoderBytes + 3 && frame[encoder] != 0)
        {
            var ends = frame[(encoder + EncoderBytes)..];
            silent = ((ends[0] << 4) | (ends[1] >> 4)) + (((ends[1] & 0xF) << 8) | ends[2]);
        }

        var samples = first.Kind >> 2 == 3 ? 1152 : 576;
        return frames == 0 ? null : (frames - Math.Min((double)silent / samples, frames / 2.0)) * first.Seconds;
    }

    private static uint Number(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
}
