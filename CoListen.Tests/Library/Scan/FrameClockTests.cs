using System.Buffers.Binary;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

public sealed class FrameClockTests : IDisposable
{
    // MPEG-1 layer III, 44.1 kHz, mono; the second byte of the bit rate: 128 and 32 kbit/s.
    private const byte Kilobits128 = 0x90;
    private const byte Kilobits32 = 0x10;
    private const double Second = 44_100.0 / 1152;

    private readonly MusicFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Frames_of_one_rate_last_as_long_as_there_are_frames() =>
        Assert.Equal(500 / Second, Mp3(Frames(Kilobits128, 500)), 0.05);

    [Fact]
    public void Frames_of_many_rates_are_measured_throughout() =>
        Assert.Equal(1000 / Second, Mp3([.. Frames(Kilobits128, 500), .. Frames(Kilobits32, 500)]), 2.0);

    [Fact]
    public void A_tag_before_the_frames_is_no_sound() =>
        Assert.Equal(500 / Second, Mp3([.. "ID3\u0004\0\0\0\u0001\0\0"u8, .. new byte[16_384], .. Frames(Kilobits128, 500)]), 0.05);

    [Theory]
    [InlineData("Xing")]
    [InlineData("Info")]
    public void The_encoders_count_is_believed_without_its_delay_and_padding(string name)
    {
        var first = Frames(Kilobits128, 1);
        System.Text.Encoding.ASCII.GetBytes(name, first.AsSpan(21));
        first[28] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(first.AsSpan(29), 900);
        "LAME3.100"u8.CopyTo(first.AsSpan(33));
        (first[54], first[55], first[56]) = (0x24, 0x02, 0x40);

        Assert.Equal((900 / Second) - ((0x240 + 0x240) / 44_100.0), Mp3([.. first, .. Frames(Kilobits32, 100)]), 0.000_1);
    }

    [Fact]
    public void The_other_encoders_count_is_believed_too()
    {
        var first = Frames(Kilobits128, 1);
        "VBRI"u8.CopyTo(first.AsSpan(36));
        BinaryPrimitives.WriteUInt32BigEndian(first.AsSpan(50), 900);

        Assert.Equal(900 / Second, Mp3([.. first, .. Frames(Kilobits32, 100)]), 0.000_1);
    }

    [Fact]
    public void What_holds_no_frames_has_no_duration()
    {
        foreach (var bytes in new[] { [], [0xFF], [0xFF, 0xFB, Kilobits128], new byte[30_000], [.. "ID3\u0004\0\0\u007F\u007F\u007F\u007F"u8] })
        {
            Assert.Null(Measure(bytes, FrameClock.Mp3));
            Assert.Null(Measure(bytes, FrameClock.Adts));
        }
    }

    [Fact]
    public void Adts_frames_are_measured_by_their_lengths()
    {
        var frame = new byte[200];
        // 44.1 kHz, 200 bytes, one block.
        new byte[] { 0xFF, 0xF1, 0x50, 0x40, 200 >> 3, (200 & 7) << 5, 0 }.CopyTo(frame, 0);
        var bytes = Enumerable.Repeat(frame, 431).SelectMany(part => part).ToArray();

        Assert.Equal(431 * 1024 / 44_100.0, Measure(bytes, FrameClock.Adts) ?? 0, 0.05);
    }

    private static byte[] Frames(byte rate, int count)
    {
        var frame = new byte[rate == Kilobits128 ? 417 : 104];
        new byte[] { 0xFF, 0xFB, rate, 0xC0 }.CopyTo(frame, 0);
        return [.. Enumerable.Repeat(frame, count).SelectMany(bytes => bytes)];
    }

    private double Mp3(byte[] bytes) => Measure(bytes, FrameClock.Mp3) ?? 0;

    private double? Measure(byte[] bytes, Func<Microsoft.Win32.SafeHandles.SafeFileHandle, double?> clock)
    {
        using var file = File.OpenHandle(folder.Add("frames", bytes));
        return clock(file);
    }
}
