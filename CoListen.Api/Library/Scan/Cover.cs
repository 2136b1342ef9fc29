using TagLib;

namespace CoListen.Api.Library.Scan;

/// <summary>Where a picture lies in its file. The first bytes tell the type, never the tag.</summary>
/// <param name="Offset">First byte of the picture in the file.</param>
/// <param name="Length">Bytes, at most <see cref="MaxBytes"/>.</param>
/// <param name="Mime"><c>image/jpeg</c>, <c>image/png</c> or <c>image/webp</c>.</param>
/// <param name="Hash">16 hex digits, the same for the same picture in any file.</param>
internal sealed record Cover(long Offset, int Length, string Mime, string Hash)
{
    public const int MaxBytes = 2 * 1024 * 1024;

    private const int MagicBytes = 12;

    /// <summary>Whether it can be one. Whatever a crafted picture made of the process that found it, no other type is sent.</summary>
    [JsonIgnore]
    public bool IsOne => Offset >= 0 && Length is > 0 and <= MaxBytes && Mime is "image/jpeg" or "image/png" or "image/webp";

    /// <summary>
    /// The front cover, else the first other picture. Null if there is none that a browser shows, if it is too large
    /// (<see cref="PictureReader.MaxPixels"/>), or if it is encoded in the file (base64 in Ogg, an unsynchronised ID3v2 tag).
    /// </summary>
    public static Cover? Find(Tag tag, BoundedReadStream file) => tag.Pictures
        .Where(picture => picture?.Data is { Count: >= MagicBytes and <= MaxBytes })
        .OrderBy(picture => picture.Type != PictureType.FrontCover)
        .Select(picture => Find(picture.Data.Data, file))
        .FirstOrDefault(cover => cover is not null);

    /// <summary>The media type that the first bytes stand for, or null.</summary>
    public static string? MimeOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };

    /// <summary>The beginning of a picture's SHA-256 (FIPS 180-4), in lowercase hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> picture) => Convert.ToHexStringLower(SHA256.HashData(picture).AsSpan(..8));

    private static Cover? Find(byte[] picture, BoundedReadStream file) =>
        MimeOf(picture) is { } mime && PictureReader.IsPicture(picture) && file.Find(picture) is { } offset
            ? new Cover(offset, picture.Length, mime, HashOf(picture)) : null;
}
