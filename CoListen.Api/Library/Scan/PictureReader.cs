using System.Diagnostics.CodeAnalysis;
using SkiaSharp;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// Decodes pictures, in a <see cref="TagWorker"/> only: the decoder is native code, and the picture may be anybody's.
/// </summary>
internal static class PictureReader
{
    /// <summary>5,000 × 5,000: decoded, such a picture takes 100 MB.</summary>
    public const int MaxPixels = 25_000_000;

    private const int Quality = 80;
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Whether the header is one of a picture, of at most <see cref="MaxPixels"/>. Nothing is decoded.</summary>
    public static bool IsPicture(byte[] bytes)
    {
        try
        {
            using var data = SKData.CreateCopy(bytes);
            using var codec = SKCodec.Create(data);
            return IsPicture(codec);
        }
        catch (Exception e) when (IsMissing(e))
        {
            // Covers are then sent as they are, and none comes small.
            return true;
        }
    }

    /// <summary>Whether the decoder cannot be loaded on this machine.</summary>
    public static bool IsMissing(Exception e) => e is DllNotFoundException or TypeInitializationException;

    /// <summary>
    /// The middle square of a picture, as WebP, which keeps what is transparent; a smaller picture is not made larger. Null if it
    /// does not decode as a whole.
    /// </summary>
    /// <param name="bytes">The picture.</param>
    /// <param name="size">Pixels of an edge, at most.</param>
    public static byte[]? Square(byte[] bytes, int size)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (!IsPicture(codec)) return null;

        // JPEG and WebP are decoded smaller at once; twice the size is left for a smooth end.
        var shortest = Math.Min(codec.Info.Width, codec.Info.Height);
        var scaled = codec.GetScaledDimensions(Math.Min(1, 2f * size / shortest));
        var form = new SKImageInfo(scaled.Width, scaled.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        using var whole = new SKBitmap(form);
        if (codec.GetPixels(form, whole.GetPixels()) != SKCodecResult.Success) return null;

        var edge = Math.Min(form.Width, form.Height);
        using var middle = new SKBitmap();
        whole.ExtractSubset(middle, SKRectI.Create((form.Width - edge) / 2, (form.Height - edge) / 2, edge, edge));
        using var square = new SKBitmap(form.WithSize(Math.Min(size, shortest), Math.Min(size, shortest)));
        if (!middle.ScalePixels(square, Smooth)) return null;

        using var encoded = square.Encode(SKEncodedImageFormat.Webp, Quality);
        return encoded?.ToArray();
    }

    private static bool IsPicture([NotNullWhen(true)] SKCodec? codec) =>
        codec?.Info is { Width: > 0, Height: > 0 } info && (long)info.Width * info.Height <= MaxPixels;
}
