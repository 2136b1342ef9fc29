namespace CoListen.Api.Library.Scan;

/// <summary>A kind of audio file.</summary>
/// <param name="Mime">The media type to serve it as.</param>
/// <param name="Demuxer">What ffmpeg calls it; null: ffmpeg is given none of it.</param>
internal sealed record AudioFormat(string Mime, string? Demuxer)
{
    private static readonly AudioFormat Mp3 = new("audio/mpeg", "mp3");
    private static readonly AudioFormat Mp4 = new("audio/mp4", "mov");
    private static readonly AudioFormat Aac = new("audio/aac", "aac");
    public static readonly AudioFormat Flac = new("audio/flac", "flac");
    private static readonly AudioFormat Ogg = new("audio/ogg", "ogg");
    private static readonly AudioFormat Wav = new("audio/wav", "wav");
    private static readonly AudioFormat Aiff = new("audio/aiff", "aiff");
    private static readonly AudioFormat Webm = new("audio/webm", "matroska");

    // No browser plays it.
    private static readonly AudioFormat Wma = new("audio/x-ms-wma", Demuxer: null);

    private static readonly Dictionary<string, AudioFormat>.AlternateLookup<ReadOnlySpan<char>> ByExtension =
        new Dictionary<string, AudioFormat>(StringComparer.OrdinalIgnoreCase)
        {
            [".mp3"] = Mp3,
            [".m4a"] = Mp4,
            [".m4b"] = Mp4,
            [".mp4"] = Mp4,
            [".aac"] = Aac,
            [".flac"] = Flac,
            [".ogg"] = Ogg,
            [".oga"] = Ogg,
            [".opus"] = Ogg,
            [".wav"] = Wav,
            [".wave"] = Wav,
            [".aif"] = Aiff,
            [".aiff"] = Aiff,
            [".webm"] = Webm,
            [".weba"] = Webm,
            [".wma"] = Wma,
        }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The format that a file name's extension stands for; null if it is no audio file.</summary>
    public static AudioFormat? Of(ReadOnlySpan<char> fileName) =>
        ByExtension.TryGetValue(Path.GetExtension(fileName), out var format) ? format : null;
}
