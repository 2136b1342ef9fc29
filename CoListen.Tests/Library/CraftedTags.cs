using System.Buffers.Binary;

namespace CoListen.Tests.Library;

/// <summary>Files whose tags are made to cost a parser time or memory.</summary>
internal static class CraftedTags
{
    private const int StreamInfoEnd = 4 + 4 + 34;
    private const byte VorbisComment = 4;
    private const byte Picture = 6;

    /// <summary>An mp3 whose title is one string of so many letters.</summary>
    public static byte[] Mp3WithText(int letters)
    {
        var frame = Frame("TIT2", [0, .. Filled(letters)]);
        return [.. "ID3\u0004\0\0"u8, .. Seven(frame.Length), .. frame, .. MusicFolder.QuickMp3()];
    }

    /// <summary>A song with pictures of so many bytes.</summary>
    public static byte[] FlacWithPictures(int count, int bytes)
    {
        byte[] picture =
            [.. Big(3), .. Big(10), .. "image/jpeg"u8, .. Big(0), .. new byte[16], .. Big(bytes), 0xFF, 0xD8, 0xFF, .. new byte[bytes - 3]];
        return Flac(Enumerable.Repeat((Picture, picture), count));
    }

    /// <summary>A song with so many comments of three letters.</summary>
    public static byte[] FlacWithComments(int count)
    {
        var comments = new byte[8 + (count * 7)];
        BinaryPrimitives.WriteInt32LittleEndian(comments.AsSpan(4), count);
        for (var at = 8; at < comments.Length; at += 7)
        {
            comments[at] = 3;
            "A=b"u8.CopyTo(comments.AsSpan(at + 4));
        }

        return Flac([(VorbisComment, comments)]);
    }

    private static byte[] Flac(IEnumerable<(byte Kind, byte[] Content)> blocks)
    {
        var sample = File.ReadAllBytes(MusicFolder.Sample("tide.flac"));
        return
        [
            .. sample[..StreamInfoEnd],
            .. blocks.SelectMany(block => (byte[])[block.Kind, .. Big(block.Content.Length)[1..], .. block.Content]),
            .. sample[StreamInfoEnd..],
        ];
    }

    // ID3v2.4: sizes have seven bits a byte.
    private static byte[] Frame(string name, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(name), .. Seven(content.Length), 0, 0, .. content];

    private static byte[] Seven(int size) =>
        [(byte)((size >> 21) & 127), (byte)((size >> 14) & 127), (byte)((size >> 7) & 127), (byte)(size & 127)];

    private static byte[] Big(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static byte[] Filled(int letters)
    {
        var text = new byte[letters];
        Array.Fill(text, (byte)'a');
        return text;
    }
}
