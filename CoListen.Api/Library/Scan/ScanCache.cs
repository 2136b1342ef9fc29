namespace CoListen.Api.Library.Scan;

/// <summary>
/// Stores a scan, so that a start with an unchanged library reads no file. The cache may be deleted or damaged at any time: where its hash
/// (SHA-256, at its end) is another, it counts as empty.
/// </summary>
internal static class ScanCache
{
    private const int Version = 8;

    /// <summary>The file for an audio directory if no setting names one (XDG Base Directory); null if the user has no home.</summary>
    public static string? DefaultPath(string audioDir)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(audioDir)).AsSpan(..8));
        return DefaultFolder() is { } folder ? Path.Combine(folder, $"library-{hash}.scan") : null;
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
            var content = File.ReadAllBytes(path);
            var body = content.AsSpan(0, Math.Max(0, content.Length - SHA256.HashSizeInBytes));
            if (!content.AsSpan(body.Length).SequenceEqual(SHA256.HashData(body))) return [];

            using var reader = new BinaryReader(new MemoryStream(content));
            if (reader.ReadInt32() != Version) return [];

            var count = reader.ReadInt32();
            var files = new List<ScannedFile>();
            while (files.Count < count) files.Add(Read(reader));
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return [];
        }
    }

    /// <summary>Stores the files, in their order.</summary>
    /// <returns>Why they cannot be stored; else null.</returns>
    public static string? Save(string path, List<ScannedFile> files)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Version);
        writer.Write(files.Count);
        files.ForEach(file => Write(writer, file));
        writer.Write(SHA256.HashData(Written()));
        return CacheFile.Replace(path, Written());

        ReadOnlySpan<byte> Written() => content.GetBuffer().AsSpan(0, (int)content.Length);
    }

    // What is null is stored as a value that nothing else has: "", 0 or NaN.
    private static void Write(BinaryWriter to, ScannedFile scanned)
    {
        var ((path, size, modified), (duration, tags, cover, problem, isAlac, gainDb), shortHash) = scanned;
        to.Write(path);
        to.Write(size);
        to.Write(modified);
        to.Write(duration ?? double.NaN);
        to.Write(tags?.Title ?? "");
        to.Write(tags?.Artist ?? "");
        to.Write(tags?.Album ?? "");
        to.Write(tags?.Year ?? 0);
        to.Write(tags?.TrackNumber ?? 0);
        to.Write(cover?.Length ?? 0);
        if (cover is not null)
        {
            to.Write(cover.Offset);
            to.Write(cover.Mime);
            to.Write(cover.Hash);
        }

        to.Write(problem ?? "");
        to.Write(isAlac);
        to.Write(gainDb ?? double.NaN);
        to.Write(shortHash);
    }

    private static ScannedFile Read(BinaryReader from)
    {
        var file = new FoundFile(from.ReadString(), from.ReadInt64(), from.ReadInt64());
        var duration = Fraction();
        var tags = new TrackTags(Text(), Text(), Text(), Number(), Number());
        var cover = Number() is { } length ? new Cover(from.ReadInt64(), length, from.ReadString(), from.ReadString()) : null;
        var metadata = new FileMetadata(
            duration, tags == TrackTags.None ? null : tags, cover, Text(), from.ReadBoolean(), Fraction());
        return new(file, metadata, from.ReadString());

        string? Text() => from.ReadString() is { Length: > 0 } text ? text : null;

        double? Fraction() => from.ReadDouble() is var number && double.IsNaN(number) ? null : number;

        int? Number() => from.ReadInt32() is not 0 and var number ? number : null;
    }
}

/// <summary>The JSON of the tag worker. A missing member is an error.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FileMetadata))]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(byte[]))]
internal sealed partial class ScanJson : JsonSerializerContext;
