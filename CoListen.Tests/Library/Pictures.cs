using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using SkiaSharp;

namespace CoListen.Tests.Library;

/// <summary>Pictures for covers: sound ones, and one that claims to be huge.</summary>
internal static class Pictures
{
    /// <summary>Red, with a middle square of another colour.</summary>
    public static byte[] Of(SKEncodedImageFormat format, int width = 300, int height = 200, SKColor? middle = null)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Red);
        using var paint = new SKPaint { Color = middle ?? SKColors.Blue };
        var edge = Math.Min(width, height);
        canvas.DrawRect(SKRect.Create((width - edge) / 2, (height - edge) / 2, edge, edge), paint);
        using var encoded = bitmap.Encode(format, 80);
        return encoded.ToArray();
    }

    /// <summary>A PNG (W3C, 3rd edition) that says how large it is and then holds nothing that can be decoded.</summary>
    public static byte[] PngThatClaims(int width, int height)
    {
        var size = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, [.. size, 8, 6, 0, 0, 0]), .. Chunk("IDAT"u8, new byte[100])];
    }

    /// <summary>A whole PNG, black. A thousand bytes of it take one in the file, so that a song can hold it.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="isColour">Four bytes a pixel, interlaced; else one bit.</param>
    public static byte[] BlackPng(int width, int height, bool isColour)
    {
        var size = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        using var content = new MemoryStream();
        using (var packing = new ZLibStream(content, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            // Each of the seven passes over an interlaced picture has rows of its own, each with a byte before it: more than enough zeros.
            var row = new byte[isColour ? 1 + (width * 4) : 1 + ((width + 7) / 8)];
            for (var i = 0; i < height + (isColour ? height / 50 : 0); i++) packing.Write(row);
        }

        byte[] form = isColour ? [8, 6, 0, 0, 1] : [1, 0, 0, 0, 0];
        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, [.. size, .. form]), .. Chunk("IDAT"u8, content.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] checkedBytes = [.. type, .. content];
        var (length, crc) = (new byte[4], Crc32.Hash(checkedBytes));
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        Array.Reverse(crc);
        return [.. length, .. checkedBytes, .. crc];
    }
}
