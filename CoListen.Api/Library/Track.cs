namespace CoListen.Api.Library;

/// <summary>A playable file, as <c>GET /index</c> lists it. Members that are null are absent from the JSON.</summary>
/// <param name="TrackId">The first 12 hex digits of <see cref="Scan.FoundFile.Hash"/>, or more where two tracks share them.</param>
/// <param name="FileName">The bare name of the file, never a path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Mime">The media type, by the file's extension.</param>
/// <param name="Duration">Seconds, as the file's own headers say; a guess for a variable bit rate without a header.</param>
/// <param name="Tags">Null if the file has none.</param>
/// <param name="CoverUrl">Path of the embedded art, the same for the same picture; null if there is none that a browser shows.</param>
/// <param name="GainDb">Decibels by which to play it softer, 0 at most, so that all are equally loud; null if that is not known.</param>
/// <param name="As">Other forms that <c>/file/{trackId}?as=…</c> has it in; null if there are none.</param>
internal sealed record Track(
    string TrackId, string FileName, long Size, string Mime, double? Duration, TrackTags? Tags, string? CoverUrl,
    double? GainDb, IReadOnlyList<string>? As);

/// <summary>The tags of a file. Every text is trimmed, free of control characters and at most 300 characters long.</summary>
/// <param name="Title">The piece's title.</param>
/// <param name="Artist">The performers, else the album's artists.</param>
/// <param name="Album">The album's title.</param>
/// <param name="Year">1 to 9999.</param>
/// <param name="TrackNumber">Position on the album, from 1.</param>
internal sealed record TrackTags(string? Title, string? Artist, string? Album, int? Year, int? TrackNumber)
{
    public static readonly TrackTags None = new(null, null, null, null, null);
}

/// <summary>The JSON of the index: camel case, nulls absent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Track>))]
internal sealed partial class IndexJson : JsonSerializerContext;
