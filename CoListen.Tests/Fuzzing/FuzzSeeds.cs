using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Fuzzing;

/// <summary>Sound inputs: what the program itself writes, and what phones send.</summary>
internal static class FuzzSeeds
{
    public static IReadOnlyDictionary<string, IReadOnlyList<byte[]>> All { get; } = new Dictionary<string, IReadOnlyList<byte[]>>(
        StringComparer.Ordinal)
    {
        ["state"] = Text(
            """{"eventCount":42,"queue":["a","b","c"],"queueIndex":2,"playState":"""
            + """{"mode":"paused","anchorPositionSec":0},"clients":{"c1":{"name":"A"}}}""",
            """
            {"version":1,"eventCount":43,"queue":["c","a","b","d"],"queueIndex":1,"placed":2,"wishes":{"b":"c1"},"putAside":["e"],"ended":["c"],
            "control":"hosts","evenLoudness":false,"play":[{"folder":"Jazz"},{"album":"Duets"}],"playState":{"mode":"paused","anchorPositionSec":12.5},
            "anchorEvent":42,"barrier":{"type":"resume","trackId":"a","members":["c1"],"ready":["c1"],"setAside":["c2"]},"listeners":["c1"],
            "released":["c1","c2"],"satOut":["c2"],"heardOut":["c1"],"skips":1,"currentVanished":true,"clients":{
            "c1":{"name":"Zo\u00eb","tokenHash":"00ff","lastSeen":"2026-11-01T20:15:00+00:00","isHost":true},
            "c2":{"name":"Ben","tokenHash":"11ee","lastSeen":"2026-11-01T20:16:00+00:00","neverConnected":true}}}
            """,
            """{"eventCount":7,"queue":["0123456789abcdef0123456789abcdef"],"queueIndex":0,"playState":"""
            + """{"mode":"playing","anchorPositionSec":3},"clients":{}}"""),
        ["directory"] = Text(
            """{"version":1,"sessions":["garden"],"codes":"""
            + """{"main":{"code":"ABCDEFGH","open":true},"garden":{"code":"","open":false}},"nodes":["S1"]}""",
            """{"version":0,"sessions":[]}"""),
        ["token"] = Text("Bearer cabcdefgh.secret.Z2FyZGVu", "colisten=cabcdefgh.secret; other=1", "Bearer c.s"),
        ["event count"] = Text("42", "-1", " 7"),
        ["guard"] = Text(
            "localhost:5080\nhttp://localhost:5080", "[::1]\nhttp://[::1]", "127.0.0.1", "evil.example\nnull", "xn--bcher-kva.example"),
        ["names"] = Text(
            "Ana", "\u202eanA", "e\u0301\u0301\u0301\u0301\u0301", "\u200d\u3164\u2800", "👩‍👩‍👧 🏴\U000e0067\U000e007f",
            "Song 12 (b).mp3"),
        ["bodies"] = Text(
            """{"positionSec":12.5}""", """{"anchorEvent":3}""", """{"trackId":"0123456789ab"}""", """{"trackId":"a","reason":"format"}""",
            """{"trackId":"a","afterTrackId":"b"}""", """{"code":"ABCD-EFGH","clientName":"Ana"}"""),
        ["playlist"] = Text(
            "m#EXTM3U\r\n#EXTINF:12,A\r\na.mp3\r\n..\\b.mp3\n/etc/passwd\nfile:///tmp/a%20b.mp3\nhttp://example.com/a.mp3",
            "p[playlist]\nFile1=a.mp3\nFile2=../../b.mp3\nNumberOfEntries=2"),
        ["scan"] = [Scan()],
        ["gains"] = Text("""{"Version":1,"Tracks":{"a":-7.3,"b":null,"c":0}}"""),
        ["tag worker"] = Text(
            JsonSerializer.Serialize(new FileMetadata(3.5, new("T", "A", "B", 2019, 3), new(10, 20, "image/png", "00ff"), null, true, -3),
                ScanJson.Default.FileMetadata),
            JsonSerializer.Serialize(FileMetadata.None with { Problem = "It is damaged." }, ScanJson.Default.FileMetadata)),
    };

    private static byte[][] Text(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);

    private static byte[] Scan()
    {
        using var folder = new TempDirectory();
        var file = Path.Combine(folder.Path, "library.scan");
        ScanCache.Save(file,
        [
            new(new("a.mp3", 5, 7), new(3.5, new("T", null, "B", 2019, null), new(10, 20, "image/png", "00ff"), null, true, -3)),
            new(new("b/c.flac", 6, 8), FileMetadata.None with { Problem = "It is damaged." }),
        ]);
        return File.ReadAllBytes(file)[..^SHA256.HashSizeInBytes];
    }
}
