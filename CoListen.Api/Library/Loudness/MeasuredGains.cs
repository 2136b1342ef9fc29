using CoListen.Api.Library.Scan;

namespace CoListen.Api.Library.Loudness;

/// <summary>
/// What was measured: the <see cref="Gain"/> of tracks, null where it cannot be measured. It is stored beside the scan, so that no file
/// is measured twice. The file may be deleted or damaged at any time: if it cannot be parsed, it counts as empty.
/// </summary>
internal sealed class MeasuredGains
{
    private const int Version = 1;
    private const int MaxBytes = 16 * 1024 * 1024;

    // Tracks of a disk that is away for a while are kept, until there are too many of them.
    private const int MaxTracks = 2 * AudioDirectory.MaxFiles;

    public static readonly MeasuredGains None = new(null, []);

    private readonly string? path;
    private readonly Dictionary<string, double?> byTrack;

    private MeasuredGains(string? path, Dictionary<string, double?> byTrack) => (this.path, this.byTrack) = (path, byTrack);

    /// <summary>What is stored beside a scan; where that is null, nothing is or will be.</summary>
    public static MeasuredGains Load(string? scanCache)
    {
        if (scanCache is null) return None;

        var file = Path.ChangeExtension(scanCache, ".loudness.json");
        try
        {
            var stored = new FileInfo(file) is { Exists: true, Length: <= MaxBytes }
                ? JsonSerializer.Deserialize(File.ReadAllBytes(file), GainJson.Default.GainContent) : null;
            var known = stored is { Version: Version, Tracks: not null } ? stored.Tracks.Where(track => IsGain(track.Value)) : [];
            return new(file, new(known, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new(file, []);
        }
    }

    /// <summary>Decibels; null: not measured, or not to be measured.</summary>
    public double? Find(string trackId) => byTrack.GetValueOrDefault(trackId);

    /// <summary>Whether it was measured, be it in vain.</summary>
    public bool Has(string trackId) => byTrack.ContainsKey(trackId);

    /// <summary>These with those that were measured since.</summary>
    /// <param name="measured">By track.</param>
    /// <param name="isThere">Whether a track is in the library.</param>
    public MeasuredGains With(IReadOnlyDictionary<string, double?> measured, Func<string, bool> isThere)
    {
        var all = new Dictionary<string, double?>(byTrack, StringComparer.Ordinal);
        foreach (var (trackId, gain) in measured)
        {
            all[trackId] = gain;
        }

        return new(path, all.Count <= MaxTracks ? all : new(all.Where(track => isThere(track.Key)), StringComparer.Ordinal));
    }

    /// <summary>Stores them.</summary>
    /// <returns>Why they cannot be stored; else null.</returns>
    public string? Save() => path is null
        ? null : CacheFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(new(Version, byTrack), GainJson.Default.GainContent));

    private static bool IsGain(double? gain) => gain is not { } db || Gain.Of(db) == db;
}

internal sealed record GainContent(int Version, Dictionary<string, double?> Tracks);

[JsonSerializable(typeof(GainContent))]
internal sealed partial class GainJson : JsonSerializerContext;
