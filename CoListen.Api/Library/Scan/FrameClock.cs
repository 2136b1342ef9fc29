using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// Tells how long a file lasts that is nothing but frames: MP3 and ADTS. Such files have no place that says it; TagLib# guesses from the first
/// frame, which is far off where the bit rate varies. Exact where an encoder left its count, else measured at a few places.
/// </summary>
internal static class FrameClock
{
    private const int WindowBytes = 8 * 1024;
    private const int Places = 5;
    private const int Id3Head = 10;
    private static readonly int[] AdtsRates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

    private delegate Frame? ReadFrame(ReadOnlySpan<byte> at);

    /// <summary>Seconds of an MP3 file (ISO/IEC 11172-3, 13818-3, layer III), or null if it is none.</summary>
    public static double? Mp3(SafeFileHandle file) => Measure(file, MpegFrame.Read, MpegFrame.Counted);

    /// <summary>Seconds of an AAC file in ADTS frames (ISO/IEC 13818-7), or null if it is none.</summary>
    public static double? Adts(SafeFileHandle file) => Measure(file, AdtsFrame, (_, _) => null);

    private static double? Measure(SafeFileHandle file, ReadFrame read, Func<ReadOnlyMemory<byte>, Frame, double?> counted)
    {
        var window = new byte[WindowBytes];
        var end = RandomAccess.GetLength(file);
        var start = AfterId3(window.AsSpan(0, RandomAccess.Read(file, window, 0)));
        var (bytes, seconds) = (0L, 0.0);
        for (var place = 0; place < Places; place++)
        {
            var from = start + ((end - start) * place / Places);
            var data = window.AsMemory(0, from < end ? RandomAccess.Read(file, window, from) : 0);
            var at = FirstFrame(data.Span, read);
            if (place == 0 && at >= 0 && counted(data[at..], read(data.Span[at..])!) is { } exact)
            {
                return exact;
            }

            while (at >= 0 && at < data.Length && read(data.Span[at..]) is { } frame)
            {
                bytes += frame.Bytes;
                seconds += frame.Seconds;
                at += frame.Bytes;
            }
        }

        return seconds > 0 ? (end - start) * seconds / bytes : null;
    }

    // Any two bytes may look like a frame's start: it is one if another frame of the same kind follows, or the file ends there.
    private static int FirstFrame(ReadOnlySpan<byte> data, ReadFrame read)
    {
        for (var at = 0; at < data.Length && data[at..].IndexOf((byte)0xFF) is >= 0 and var skip; at++)
        {
            at += skip;
            if (read(data[at..]) is { } frame && (at + frame.Bytes == data.Length
                || (at + frame.Bytes < data.Length && read(data[(at + frame.Bytes)..])?.Kind == frame.Kind)))
            {
                return at;
            }
        }

        return -1;
    }

    // ID3v2.4, section 3.1: 28 bits of size in four bytes, without the head and the foot.
    private static long AfterId3(ReadOnlySpan<byte> head) => head is [(byte)'I', (byte)'D', (byte)'3', _, _, var flags, var a, var b, var c, var d, ..]
        ? Id3Head + ((a & 0x7F) << 21 | (b & 0x7F) << 14 | (c & 0x7F) << 7 | (d & 0x7F)) + ((flags & 0x10) != 0 ? Id3Head : 0)
        : 0;

    private static Frame? AdtsFrame(ReadOnlySpan<byte> at)
    {
        if (at.Length < 7 || at[0] != 0xFF || (at[1] & 0xF6) != 0xF0 || ((at[2] >> 2) & 0xF) is var index && index >= AdtsRates.Length)
        {
            return null;
        }

        var bytes = ((at[3] & 3) << 11) | (at[4] << 3) | (at[5] >> 5);
        return bytes < 7 ? null : new Frame(bytes, 1024.0 * ((at[6] & 3) + 1) / AdtsRates[index], index);
    }

    /// <summary>A frame of a stream.</summary>
    /// <param name="Bytes">With its head.</param>
    /// <param name="Seconds">Of sound.</param>
    /// <param name="Kind">The same for all frames of a stream.</param>
    internal sealed record Frame(int Bytes, double Seconds, int Kind);
}
