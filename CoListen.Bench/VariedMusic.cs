namespace CoListen.Bench;

/// <summary>A library as people have them: six formats, long and short, with tags and without, with covers and without.</summary>
internal static class VariedMusic
{
    /// <summary>Stands in the tags, and becomes the number of the song.</summary>
    private const string Placeholder = "Song 000000";

    private static readonly (string Extension, string[] Encoder, bool HasCover)[] Formats =
    [
        ("mp3", ["-c:a", "libmp3lame", "-b:a", "64k", "-id3v2_version", "4"], true),
        ("m4a", ["-c:a", "aac", "-b:a", "64k"], true),
        ("flac", ["-c:a", "flac"], true),
        ("ogg", ["-c:a", "libvorbis"], false),
        ("opus", ["-c:a", "libopus", "-b:a", "48k"], false),
        ("wav", ["-c:a", "pcm_s16le", "-ar", "16000"], false),
    ];

    private static readonly string[] Tags =
        ["-metadata", "title=" + Placeholder, "-metadata", "artist=Somebody", "-metadata", "album=An Album", "-metadata", "track=3"];

    /// <summary>Makes a few with ffmpeg and copies them, each under a title of its own where the format's tags are plain bytes.</summary>
    public static async Task FillAsync(string folder, int count)
    {
        var made = new List<(string Extension, byte[] Bytes)>();
        foreach (var (extension, encoder, hasCover) in Formats)
        {
            for (var kind = 0; kind < (hasCover ? 4 : 2); kind++)
            {
                var path = Path.Combine(folder, "made." + extension);
                var sound = Sound(300 + (40 * made.Count), seconds: kind % 2 == 0 ? 2 : 5, withCover: kind >= 2);
                await FfmpegAsync([.. sound, .. encoder, .. Tags, path]);
                made.Add((extension, await File.ReadAllBytesAsync(path)));
                File.Delete(path);
            }
        }

        var placeholder = Encoding.ASCII.GetBytes(Placeholder);
        for (var i = 0; i < count; i++)
        {
            var (extension, bytes) = made[i % made.Count];
            if (bytes.AsSpan().IndexOf(placeholder) is >= 0 and var at)
            {
                bytes = [.. bytes];
                Encoding.ASCII.GetBytes($"Song {i:d6}").CopyTo(bytes, at);
            }

            var album = Directory.CreateDirectory(Path.Combine(folder, $"album {i / 20:d4}"));
            await File.WriteAllBytesAsync(Path.Combine(album.FullName, $"{i:d6}.{extension}"), bytes);
        }
    }

    private static string[] Sound(int hertz, int seconds, bool withCover)
    {
        var sound = $"-f lavfi -i sine=frequency={hertz}:duration={seconds}";
        var cover = " -f lavfi -i testsrc=size=400x400:rate=1:duration=1 -map 0:a -map 1:v -c:v mjpeg -disposition:v attached_pic";
        return (withCover ? sound + cover : sound).Split(' ');
    }

    private static async Task FfmpegAsync(string[] arguments)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-y", .. arguments]))!;
        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0) throw new InvalidOperationException("ffmpeg could not make music: " + string.Join(' ', arguments));
    }
}
