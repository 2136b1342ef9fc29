using TagLib;
using TagLib.Ogg;

namespace CoListen.Api.Library.Loudness;

/// <summary>
/// How much softer a track has to play to be as loud as the others: decibels, 0 at most, to −18 LUFS (EBU R 128), the reference of
/// ReplayGain 2. What is softer than that stays as it is: not every phone can play a song louder than its file, and so none clips.
/// </summary>
internal static class Gain
{
    private const double ReferenceLufs = -18;
    private const double MinDb = -24;

    // Beyond it a tag says nothing of music.
    private const double MaxToldDb = 70;

    // R128_TRACK_GAIN (RFC 7845, section 5.2.1) is Q7.8, to −23 LUFS.
    private const double R128ReferenceLufs = -23;
    private const double R128Scale = 256;

    /// <summary>The gain that takes a loudness to the reference; null: it is no loudness.</summary>
    public static double? OfLoudness(double lufs) => Of(ReferenceLufs - lufs);

    /// <summary>What the tags of a file say (ReplayGain, R128); null: nothing that can be.</summary>
    public static double? OfTags(TagLib.File file)
    {
        var r128 = (file.GetTag(TagTypes.Xiph) as XiphComment)?.GetFirstField("R128_TRACK_GAIN");
        return short.TryParse(r128, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var told)
            ? Of((told / R128Scale) + ReferenceLufs - R128ReferenceLufs)
            : Of(file.Tag.ReplayGainTrackGain);
    }

    /// <summary>The gain within its bounds, in tenths; null: no gain is like that, or it is NaN.</summary>
    public static double? Of(double db) => Math.Abs(db) <= MaxToldDb ? Math.Round(Math.Clamp(db, MinDb, 0), 1) + 0.0 : null;
}
