namespace CoListen.Bench;

/// <summary>Files to serve and to scan: silent waves of various lengths, some with a title.</summary>
internal static class Music
{
    public const string Large = "large.wav";
    public const int LargeBytes = 10_000_000;

    public static void OneSong(string folder) => File.WriteAllBytes(Path.Combine(folder, "song.wav"), Wave(8000, title: null));

    public static void TenMegabytes(string folder) => File.WriteAllBytes(Path.Combine(folder, Large), Wave(LargeBytes - 44, title: null));

    public static void Many(string folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var album = Directory.CreateDirectory(Path.Combine(folder, $"album {(i / 20).ToString(CultureInfo.InvariantCulture)}"));
            File.WriteAllBytes(Path.Combine(album.FullName, $"song {i}.wav"), Wave(4000 + (2 * i), i % 3 == 0 ? null : $"Song {i}"));
        }
    }

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
