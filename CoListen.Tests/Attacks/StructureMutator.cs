using System.Buffers.Binary;

namespace CoListen.Tests.Attacks;

/// <summary>
/// Mutates a file by its pieces: atoms, chunks, frames and pages begin with four letters, and a length stands beside these.
/// </summary>
internal static class StructureMutator
{
    private static readonly uint[] Lengths =
        [0, 1, 7, 8, 0x7F, 0xFF, 0xFFFF, 0x00FF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFF];

    public static byte[] Mutate(byte[] bytes, Random random)
    {
        var names = Enumerable.Range(4, Math.Max(0, bytes.Length - 12)).Where(at => IsName(bytes.AsSpan(at, 4))).ToList();
        if (names.Count < 2) return bytes;

        for (var i = random.Next(1, 4); i > 0; i--)
        {
            // Pieces at the beginning more often: most are found in noise.
            var at = names[(int)(names.Count * Math.Pow(random.NextDouble(), 3))];
            var next = names[(int)(names.Count * Math.Pow(random.NextDouble(), 3))];
            if (Math.Max(at, next) + 8 > bytes.Length) continue;

            var (from, to) = (Math.Min(at, next), Math.Max(at, next));
            bytes = random.Next(5) switch
            {
                0 => WithLength(bytes, at - 4, random),
                1 => WithLength(bytes, at + 4, random),
                2 => [.. bytes[..from], .. bytes[to..]],
                3 => [.. bytes[..to], .. bytes[from..]],
                _ => [.. bytes[..at], .. bytes[next..(next + 4)], .. bytes[(at + 4)..]],
            };
        }

        return bytes;
    }

    private static bool IsName(ReadOnlySpan<byte> four) =>
        four.IndexOfAnyExceptInRange((byte)' ', (byte)'z') < 0
        || (four[0] == 0xA9 && four[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0);

    private static byte[] WithLength(byte[] bytes, int at, Random random)
    {
        byte[] copy = [.. bytes];
        var length = random.Next(4) == 0 ? (uint)random.Next() : Lengths[random.Next(Lengths.Length)];
        if (random.Next(2) == 0) BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(at), length);
        else BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at), length);

        return copy;
    }
}
