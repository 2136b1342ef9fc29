using System.Buffers.Binary;

namespace CoListen.Tests.Files;

/// <summary>Songs in MP4 (ISO 14496-12) whose index, which comes last, says what no file holds.</summary>
internal static class CraftedMp4
{
    private static readonly string[] Table = ["moov", "trak", "mdia", "minf", "stbl"];

    /// <summary>All of its sound, this often over.</summary>
    public static byte[] Repeating(byte[] song, int times) => WithTable(song, table =>
    {
        var (sizes, offset) = (table["stsz"][12..], table["stco"][8..12]);
        var samples = sizes.Length / 4;
        return
        [
            .. Box("stts", 0, 1, samples * times, 4096), .. Box("stsc", 0, 1, 1, samples, 1),
            .. Box("stsz", [.. Numbers(0, 0, samples * times), .. Enumerable.Repeat(sizes, times).SelectMany(all => all)]),
            .. Box("stco", [.. Numbers(0, times), .. Enumerable.Repeat(offset, times).SelectMany(all => all)]),
        ];
    });

    /// <summary>So many pieces of a byte each, in one place.</summary>
    public static byte[] Claiming(byte[] song, int samples) => WithTable(song, table =>
    [
        .. Box("stts", 0, 1, samples, 4096), .. Box("stsc", 0, 1, 1, samples, 1), .. Box("stsz", 0, 1, samples),
        .. Box("stco", [.. Numbers(0, 1), .. table["stco"][8..12]]),
    ]);

    private static byte[] WithTable(byte[] song, Func<Dictionary<string, byte[]>, byte[]> make) => Replace(song, Table, old =>
    {
        var table = Boxes(old).ToDictionary(box => box.Type, box => box.Content, StringComparer.Ordinal);
        return [.. Box("stsd", table["stsd"]), .. make(table)];
    });

    // Without the edit list, which says how long the song is.
    private static byte[] Replace(byte[] boxes, string[] path, Func<byte[], byte[]> make) =>
    [
        .. Boxes(boxes).Where(box => box.Type != "edts").SelectMany(box => Box(
            box.Type, box.Type != path[0] ? box.Content : path.Length == 1 ? make(box.Content) : Replace(box.Content, path[1..], make))),
    ];

    private static IEnumerable<(string Type, byte[] Content)> Boxes(byte[] content)
    {
        for (int at = 0, size; at < content.Length; at += size)
        {
            size = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(at));
            yield return (Encoding.Latin1.GetString(content, at + 4, 4), content[(at + 8)..(at + size)]);
        }
    }

    private static byte[] Box(string type, params int[] numbers) => Box(type, Numbers(numbers));

    private static byte[] Box(string type, byte[] content) =>
        [.. Numbers(8 + content.Length), .. Encoding.Latin1.GetBytes(type), .. content];

    private static byte[] Numbers(params int[] numbers) => [.. numbers.SelectMany(number =>
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    })];
}
