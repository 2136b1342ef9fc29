using CoListen.Api.Library.Loudness;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Loudness;

public sealed class GainTests : IDisposable
{
    private readonly MusicFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("tide.mp3")]
    [InlineData("tide.flac")]
    [InlineData("tide.ogg")]
    [InlineData("tide.m4a")]
    [InlineData("tide.aiff")]
    public void ReplayGain_is_read_from_every_kind_of_tag(string sample)
    {
        var path = folder.AddSample(sample);
        Assert.Null(TagReader.Read(path).GainDb);
        using (var file = TagLib.File.Create(path))
        {
            file.Tag.ReplayGainTrackGain = -7.34;
            file.Save();
        }

        Assert.Equal(-7.3, TagReader.Read(path).GainDb);
    }

    [Fact]
    public void ReplayGain_is_read_from_an_ape_tag()
    {
        var path = folder.AddSample("tide.mp3");
        using (var file = TagLib.File.Create(path))
        {
            var ape = (TagLib.Ape.Tag)file.GetTag(TagLib.TagTypes.Ape, create: true);
            ape.SetValue("REPLAYGAIN_TRACK_GAIN", "-3.00 dB");
            file.Save();
        }

        Assert.Equal(-3, TagReader.Read(path).GainDb);
    }

    [Theory]
    [InlineData("-3072", -7.0)]
    [InlineData("+0", 0.0)]
    [InlineData("-1280", 0.0)]
    [InlineData("-1293", -0.1)]
    [InlineData("-12800", -24.0)]
    public void R128_is_taken_to_the_same_reference(string q78, double gain) => Assert.Equal(gain, OfOpus("R128_TRACK_GAIN", q78));

    [Fact]
    public void Where_both_are_there_R128_counts() => Assert.Equal(
        -7, OfOpus("R128_TRACK_GAIN", "-3072", ("REPLAYGAIN_TRACK_GAIN", "-9.00 dB")));

    [Theory]
    [InlineData("")]
    [InlineData("-7 dB")]
    [InlineData("-3072.0")]
    [InlineData(" -3072")]
    [InlineData("-32768")]
    [InlineData("99999999999999999999")]
    [InlineData("NaN")]
    public void R128_that_cannot_be_is_none(string text) => Assert.Null(OfOpus("R128_TRACK_GAIN", text));

    [Theory]
    [InlineData("")]
    [InlineData("loud")]
    [InlineData("NaN")]
    [InlineData("NaN dB")]
    [InlineData("-Infinity dB")]
    [InlineData("-1e308 dB")]
    [InlineData("-7,3 dB")]
    [InlineData("-71 dB")]
    [InlineData("0x10 dB")]
    public void ReplayGain_that_cannot_be_is_none(string text) => Assert.Null(OfOpus("REPLAYGAIN_TRACK_GAIN", text));

    [Theory]
    [InlineData(-70, -24)]
    [InlineData(-24.04, -24)]
    [InlineData(-0.04, 0)]
    [InlineData(6, 0)]
    [InlineData(70, 0)]
    public void A_gain_is_never_positive_and_never_silence(double told, double gain) => Assert.Equal(gain, Gain.Of(told));

    [Fact]
    public void Hardly_any_is_told_as_none_not_as_less_than_none() => Assert.Equal("0", JsonSerializer.Serialize(Gain.Of(-0.04)));

    [Theory]
    [InlineData(-8, -10)]
    [InlineData(-18, 0)]
    [InlineData(-30, 0)]
    [InlineData(-70, 0)]
    public void A_loudness_is_taken_to_18_LUFS(double lufs, double gain) => Assert.Equal(gain, Gain.OfLoudness(lufs));

    private double? OfOpus(string name, string text, params (string Name, string Text)[] more)
    {
        var path = folder.AddSample("tide.opus");
        using (var file = TagLib.File.Create(path))
        {
            var comment = (TagLib.Ogg.XiphComment)file.GetTag(TagLib.TagTypes.Xiph, create: true);
            foreach (var (tag, value) in more.Prepend((name, text)))
            {
                comment.SetField(tag, value);
            }

            file.Save();
        }

        return TagReader.Read(path).GainDb;
    }
}
