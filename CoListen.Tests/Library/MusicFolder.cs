using CoListen.Api.Files;
using CoListen.Api.Library;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CoListen.Tests.Library;

/// <summary>A directory with real files, and libraries that scan it; gone when the test is over.</summary>
internal sealed class MusicFolder : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("colisten-");

    public MusicFolder() => Directory.CreateDirectory(Audio);

    public string Audio => Path.Combine(home.FullName, "audio");

    public string Cache => Path.Combine(home.FullName, "cache", "library.scan");

    public string Outside => home.FullName;

    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Library", "Samples", name);

    public string Add(string relativePath, byte[] bytes)
    {
        var path = Path.Combine(Audio, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string AddSample(string sample, string? relativePath = null) => Add(relativePath ?? sample, File.ReadAllBytes(Sample(sample)));

    private (string, string)[] Settings =>
        [("AudioDir", Audio), ("LibraryCache", Cache), ("StateFile", Path.Combine(Outside, "state.json"))];

    /// <summary>Starts a server in a process of its own whose music is this folder.</summary>
    public Task<ServerProcess> ServeAsync() => ServerProcess.StartAsync(Outside, Settings);

    /// <summary>The same as a user who owns this folder and nothing else. Only root can do that.</summary>
    public Task<ServerProcess> ServeAsNobodyAsync()
    {
        Shell($"chown -R {ServerProcess.Nobody} '{Outside}'");
        return ServerProcess.StartAsNobodyAsync(Outside, Settings);
    }

    /// <summary>A song with this picture as its only one.</summary>
    public string AddWithCover(string relativePath, byte[] picture)
    {
        var path = AddSample("tide.mp3", relativePath);
        using var tagged = TagLib.File.Create(path);
        tagged.Tag.Pictures = [new TagLib.Picture(new TagLib.ByteVector(picture))];
        tagged.Save();
        return path;
    }

    /// <summary>A song that says who plays it, and on which album.</summary>
    public void AddTagged(string relativePath, string? artist, string? album)
    {
        using var file = TagLib.File.Create(AddSample("tide.mp3", relativePath));
        (file.Tag.Performers, file.Tag.Album) = (artist is null ? [] : [artist], album);
        file.Save();
    }

    /// <summary>A file of zeros that takes no room on the disk.</summary>
    public string AddSparse(string relativePath, long size)
    {
        var path = Add(relativePath, []);
        using var file = File.OpenWrite(path);
        file.SetLength(size);
        return path;
    }

    /// <summary>Runs a script in the audio directory, for what .NET has no call.</summary>
    public void Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-ec", script]) { WorkingDirectory = Audio })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    /// <summary>An mp3 with a title of 512 Ki strings; TagLib# copies the whole title for each of them.</summary>
    public static byte[] SlowMp3()
    {
        const int strings = 512 * 1024;
        const byte size = (strings * 2) >> 14;
        var title = new byte[strings * 2];
        for (var i = 0; i < title.Length; i += 2)
        {
            title[i] = (byte)'a';
        }

        byte[] frame = [.. "TIT2"u8, 0, size, 0, 1, 0, 0, 0, .. title];
        return [.. "ID3\u0004\0\0"u8, 0, size, 0, 11, .. frame, 0xFF, 0xFB, 0x90, 0xC0, .. new byte[1_000]];
    }

    /// <summary>An mp3 without tags; two of them differ by nothing but their names.</summary>
    public static byte[] QuickMp3() => [0xFF, 0xFB, 0x90, 0xC0, .. new byte[1_000]];

    public MusicLibrary Library(string? audio = null, ILogger<MusicLibrary>? log = null, TimeProvider? time = null) => new(
        Options.Create(new LibraryOptions { AudioDir = audio ?? Audio, LibraryCache = Cache }),
        new Ffmpeg(Options.Create(new RemuxOptions())),
        log ?? NullLogger<MusicLibrary>.Instance,
        time);

    public void Dispose() => home.Delete(recursive: true);
}
