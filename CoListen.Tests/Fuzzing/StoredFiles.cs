using CoListen.Api.Library;
using CoListen.Api.Library.Loudness;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Fuzzing;

/// <summary>Files beside the music: playlists, the stored scan and the measured gains; and what a tag worker answers.</summary>
internal sealed class StoredFiles(string folder)
{
    private readonly string music = Directory.CreateDirectory(Path.Combine(folder, "music")).FullName;

    // The first byte chooses the kind.
    public void RunPlaylist(byte[] input)
    {
        var name = input is [var first, ..] && first % 2 == 0 ? "list.pls" : "list.m3u";
        File.WriteAllBytes(Path.Combine(music, name), input.AsSpan(Math.Min(1, input.Length)));
        var found = new FoundFile(name, Math.Max(0, input.Length - 1), 0);
        foreach (var path in Playlist.Read(music, found))
        {
            var full = Path.GetFullPath(Path.Join(music, path)) + "/";
            FuzzTargets.Require(full.StartsWith(music + "/", StringComparison.Ordinal), "No entry leads out of the music.");
        }
    }

    // Its hash is right, or the mutant would be refused before it is read.
    public void RunScan(byte[] input)
    {
        var file = Path.Combine(folder, "library.scan");
        File.WriteAllBytes(file, [.. input, .. SHA256.HashData(input)]);
        var read = ScanCache.Load(file);

        FuzzTargets.Require(ScanCache.Save(file, read) is null, "What is read can be stored.");
        FuzzTargets.Require(ScanCache.Load(file).SequenceEqual(read), "What is read is stored and read again the same.");
    }

    public void RunGains(byte[] input)
    {
        var scan = Path.Combine(folder, "library.scan");
        File.WriteAllBytes(Path.ChangeExtension(scan, ".loudness.json"), input);
        var gains = MeasuredGains.Load(scan);

        FuzzTargets.Require(gains.Find("a") is not { } gain || gain is >= -24 and <= 0, "No gain makes a song louder, or silent.");
        FuzzTargets.Require(
            gains.Save() is null && MeasuredGains.Load(scan).Find("a") == gains.Find("a"),
            "What is read is stored the same.");
    }

    public void RunAnswer(byte[] input)
    {
        FileMetadata? read;
        try
        {
            read = JsonSerializer.Deserialize(Encoding.UTF8.GetString(input), ScanJson.Default.FileMetadata);
        }
        catch (JsonException)
        {
            return;
        }

        if (read is null || !TagWorkerProcess.IsSound(read)) return;

        var track = new TrackFile(music, new(new("a.mp3", 1, 0), read), "0");
        _ = JsonSerializer.Serialize([track.Track], IndexJson.Default.IReadOnlyListTrack);
        var file = Path.Combine(folder, "answer.scan");
        FuzzTargets.Require(ScanCache.Save(file, [track.Scanned]) is null, "What a worker says can be stored.");
    }
}
