using SkiaSharp;

namespace CoListen.Bench;

/// <summary>Files to serve and to scan: silent waves of various lengths, some with a title.</summary>
internal static class Music
{
    public const string Large = "large.wav";
    public const int LargeBytes = 10_000_000;

    public static void OneSong(string folder) => File.WriteAllBytes(Path.Combine(folder, "song.wav"), Wave(8000, title: null));

    public static void TenMegabytes(string folder) => File.WriteAllBytes(Path.Combine(folder, Large), Wave(LargeBytes - 44, title: null));

    public static void OfBytes(string folder, int count, int bytes)
    {
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"song {i}.wav"), Wave(bytes - 44 + (2 * i), title: null));
        }
    }

    public static void Many(string folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var album = Directory.CreateDirectory(Path.Combine(folder, $"album {(i / 20).ToString(CultureInfo.InvariantCulture)}"));
            File.WriteAllBytes(Path.Combine(album.FullName, $"song {i}.wav"), Wave(4000 + (2 * i), i % 3 == 0 ? null : $"Song {i}"));
        }
    }

    /// <summary>A collection: small mp3 files with title, artist and album, a hundred a folder.</summary>
    public static void Collection(string folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var album = i / 100;
            if (i % 100 == 0) Directory.CreateDirectory(Path.Combine(folder, $"album {album:d4}"));
            byte[] tags = [.. Text("TIT2", $"Song {i}"), .. Text("TPE1", $"Artist {album % 300}"), .. Text("TALB", $"Album {album}")];
            File.WriteAllBytes(Path.Combine(folder, $"album {album:d4}", $"{i:d6}.mp3"), Mp3(tags, 200));
        }
    }

    /// <summary>Short mp3 files with a cover of so many bytes.</summary>
    public static void WithCovers(string folder, int count, int coverBytes)
    {
        var picture = RandomNumberGenerator.GetBytes(coverBytes);
        using (var bitmap = new SKBitmap(8, 8))
        using (var small = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80))
        {
            small.AsSpan().CopyTo(picture);
        }

        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(
                Path.Combine(folder, $"song {i}.mp3"), Mp3(Frame("APIC", [0, .. "image/jpeg"u8, 0, 3, 0, .. picture]), 1000 + i));
        }
    }

    /// <summary>20 mp3 files with a title of 64 Ki strings of one letter: TagLib# copies the whole title for each.</summary>
    public static void Crafted(string folder)
    {
        var title = new byte[128 * 1024];
        for (var i = 0; i < title.Length; i += 2)
        {
            title[i] = (byte)'a';
        }

        for (var i = 0; i < 20; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"crafted {i}.mp3"), Mp3(Frame("TIT2", [0, .. title]), 1000 + i));
        }
    }

    private static byte[] Text(string id, string text) => Frame(id, [0, .. System.Text.Encoding.ASCII.GetBytes(text)]);

    private static byte[] Frame(string id, byte[] content) =>
        [.. System.Text.Encoding.ASCII.GetBytes(id), .. SyncSafe(content.Length), 0, 0, .. content];

    private static byte[] Mp3(byte[] frame, int audioBytes) =>
        [.. "ID3\u0004\0\0"u8, .. SyncSafe(frame.Length), .. frame, 0xFF, 0xFB, 0x90, 0xC0, .. new byte[audioBytes]];

    private static byte[] SyncSafe(int size) =>
        [(byte)(size >> 21), (byte)((size >> 14) & 127), (byte)((size >> 7) & 127), (byte)(size & 127)];

    private static byte[] Wave(int dataBytes, string? title)
    {
        // RIFF with an INFO list after the samples, as most programs write it.
        byte[] name = title is null ? [] : [.. System.Text.Encoding.ASCII.GetBytes(title.PadRight(title.Length + (title.Length % 2)))];
        byte[] list = title is null
            ? []
            : [.. "LIST"u8, .. BitConverter.GetBytes(12 + name.Length), .. "INFOINAM"u8, .. BitConverter.GetBytes(name.Length), .. name];
        return
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + dataBytes + list.Length), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16),
            .. BitConverter.GetBytes((short)1),
            .. BitConverter.GetBytes((short)1), .. BitConverter.GetBytes(8000), .. BitConverter.GetBytes(16000), .. BitConverter.GetBytes(
                (short)2),
            .. BitConverter.GetBytes((short)16), .. "data"u8, .. BitConverter.GetBytes(dataBytes), .. new byte[dataBytes], .. list,
        ];
    }
}
