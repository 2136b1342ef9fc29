using TagLib;

namespace CoListen.Api.Library.Scan;

/// <summary>Embedded art that a browser shows. The type is told by the first bytes, never by what the tag claims.</summary>
/// <param name="Mime"><c>image/jpeg</c>, <c>image/png</c> or <c>image/webp</c>.</param>
/// <param name="Bytes">The picture as it lies in the file, at most <see cref="MaxBytes"/>.</param>
internal sealed record Cover(string Mime, byte[] Bytes)
{
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int MagicBytes = 12;

    /// <summary>The front cover if it can be shown, else the first picture that can; null if none can.</summary>
    public static Cover? Of(Tag tag) => Pick(tag) is { } picture ? new Cover(MimeOf(picture.Data)!, picture.Data.Data) : null;

    /// <summary>Whether <see cref="Of"/> would find one, without copying it.</summary>
    public static bool IsIn(Tag tag) => Pick(tag) is not null;

    /// <summary>The media type that the first bytes stand for, or null.</summary>
    public static string? MimeOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };

    private static IPicture? Pick(Tag tag)
    {
        IPicture? first = null;
        foreach (var picture in tag.Pictures)
        {
            if (picture?.Data is not { Count: >= MagicBytes and <= MaxBytes } data || MimeOf(data) is null)
            {
                continue;
            }

            if (picture.Type == PictureType.FrontCover)
            {
                return picture;
            }

            first ??= picture;
        }

        return first;
    }

    private static string? MimeOf(ByteVector data)
    {
        Span<byte> head = stackalloc byte[MagicBytes];
        for (var i = 0; i < head.Length; i++)
        {
            head[i] = data[i];
        }

        return MimeOf(head);
    }
}
