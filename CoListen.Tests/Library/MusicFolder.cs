using CoListen.Api.Library;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CoListen.Tests.Library;

/// <summary>A directory with real files, and libraries that scan it; gone when the test is over.</summary>
internal sealed class MusicFolder : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("colisten-");

    public MusicFolder() => Directory.CreateDirectory(Audio);

    public string Audio => Path.Combine(home.FullName, "audio");

    public string Cache => Path.Combine(home.FullName, "cache", "scan.json");

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

    /// <summary>A file of zeros that takes no room on the disk.</summary>
    public string AddSparse(string relativePath, long size)
    {
        var path = Add(relativePath, []);
        using var file = File.OpenWrite(path);
        file.SetLength(size);
        return path;
    }

    public MusicLibrary Library(string? audio = null) => new(
        Options.Create(new LibraryOptions { AudioDir = audio ?? Audio, LibraryCache = Cache }), NullLogger<MusicLibrary>.Instance);

    public void Dispose() => home.Delete(recursive: true);
}
