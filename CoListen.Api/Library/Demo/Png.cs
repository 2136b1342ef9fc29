using System.Buffers.Binary;
using System.IO.Compression;

namespace CoListen.Api.Library.Demo;

/// <summary>Writes a picture as PNG (ISO/IEC 15948): 8-bit RGB, every line filtered by the one above.</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes a square picture.</summary>
    /// <param name="side">Pixels.</param>
    /// <param name="rgb">Three bytes a pixel, line by line.</param>
    public static byte[] Encode(int side, ReadOnlySpan<byte> rgb)
    {
        var stride = side * 3;
        var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[stride + 1];
            for (var y = 0; y < side; y++)
            {
                // Filter 2, "up": smooth pictures differ little from line to line.
                line[0] = 2;
                for (var x = 0; x < stride; x++)
                {
                    line[x + 1] = (byte)(rgb[(y * stride) + x] - (y == 0 ? 0 : rgb[((y - 1) * stride) + x]));
                }

                deflate.Write(line);
            }
        }

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], side);
        (header[8], header[9]) = (8, 2);
        var png = new MemoryStream();
        png.Write(Signature);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return crc;
    }
}
