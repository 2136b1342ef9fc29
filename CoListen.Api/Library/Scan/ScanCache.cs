namespace CoListen.Api.Library.Scan;

/// <summary>
/// Stores a scan as JSON, so that a start with an unchanged library reads no file. The cache may be deleted or damaged at any time: if it
/// cannot be parsed, it counts as empty.
/// </summary>
internal static class ScanCache
{
    private const int Version = 6;

    /// <summary>The file for an audio directory if no setting names one (XDG Base Directory); null if the user has no home.</summary>
    public static string? DefaultPath(string audioDir)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(audioDir)).AsSpan(..8));
        return DefaultFolder() is { } folder ? Path.Combine(folder, $"library-{hash}.json") : null;
    }

    /// <summary>The folder for what can be made again (XDG Base Directory); null if the user has no home.</summary>
    public static string? DefaultFolder()
    {
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = xdg is { Length: > 0 } ? xdg : home is { Length: > 0 } ? Path.Combine(home, ".cache") : null;
        return cache is null ? null : Path.Combine(cache, "colisten");
    }

    /// <summary>The files of the last scan, in their order; empty if there is none.</summary>
    public static List<ScannedFile> Load(string path)
    {
        try
        {
            var content = JsonSerializer.Deserialize(File.ReadAllBytes(path), ScanJson.Default.ScanContent);
            if (content?.Version != Version) return [];

            return content.Files.FindAll(file => file is not null && AudioFormat.Of(file.File.RelativePath) is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    /// <summary>Replaces the file in one step.</summary>
    /// <returns>Why it cannot be written; else null.</returns>
    public static string? Save(string path, List<ScannedFile> files)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var temporary = $"{path}.{Environment.ProcessId}.tmp";
            using (var file = File.Create(temporary))
            {
                JsonSerializer.Serialize(file, new(Version, files), ScanJson.Default.ScanContent);
            }

            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}

internal sealed record ScanContent(int Version, List<ScannedFile> Files);

/// <summary>The JSON of the cache file and of the tag worker. A missing member is an error.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ScanContent))]
[JsonSerializable(typeof(FileMetadata))]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(byte[]))]
internal sealed partial class ScanJson : JsonSerializerContext;
