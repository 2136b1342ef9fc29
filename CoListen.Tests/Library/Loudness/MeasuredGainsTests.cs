using CoListen.Api.Library.Loudness;

namespace CoListen.Tests.Library.Loudness;

public sealed class MeasuredGainsTests : IDisposable
{
    private readonly TempDirectory work = new();

    private string ScanCache => Path.Combine(work.Path, "cache", "library.json");

    private string Stored => Path.Combine(work.Path, "cache", "library.loudness.json");

    public void Dispose() => work.Dispose();

    [Fact]
    public void What_was_measured_is_known_at_the_next_start_also_what_could_not_be()
    {
        var measured = Load().With(Gains(("a", -7.3), ("b", null)), _ => true);
        Assert.Null(measured.Save());
        Assert.Null(Load().With(Gains(("c", 0)), _ => true).Save());

        var again = Load();

        Assert.Equal((-7.3, true), (again.Find("a"), again.Has("a")));
        Assert.Equal((null, true), (again.Find("b"), again.Has("b")));
        Assert.Equal((0.0, true), (again.Find("c"), again.Has("c")));
        Assert.Equal((null, false), (again.Find("d"), again.Has("d")));
        Assert.Equal([Stored], Directory.GetFiles(Path.GetDirectoryName(Stored)!));
    }

    [Fact]
    public void Those_of_tracks_that_are_away_are_kept_until_there_are_too_many()
    {
        var some = Load().With(Gains(("away", -3), ("here", -4)), _ => false);
        var many = some.With(Enumerable.Range(0, 200_000).ToDictionary(i => $"t{i}", _ => (double?)-1), id => id is "here" or "t7");

        Assert.True(some.Has("away"));
        Assert.Equal([true, true, false, false], new[] { "here", "t7", "away", "t8" }.Select(many.Has));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Version\":2,\"Tracks\":{\"a\":-3}}")]
    [InlineData("{\"Version\":1,\"Tracks\":null}")]
    [InlineData("{\"Version\":1,\"Tracks\":{\"a\":-1e99}}")]
    [InlineData("{\"Version\":1,\"Tracks\":{\"a\":12}}")]
    [InlineData("{\"Version\":1,\"Tracks\":{\"a\":\"-3\"}}")]
    [InlineData("{\"Version\":1,\"Tracks\":{\"a\":-3}")]
    public void A_damaged_file_costs_only_the_measuring(string damaged)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Stored)!);
        File.WriteAllText(Stored, damaged);

        Assert.False(Load().Has("a"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_said_and_without_a_home_there_is_none()
    {
        File.WriteAllText(Path.GetDirectoryName(Stored)!, "in the way");

        Assert.NotNull(Load().With(Gains(("a", -3)), _ => true).Save());
        Assert.Null(MeasuredGains.Load(null).With(Gains(("a", -3)), _ => true).Save());
    }

    private MeasuredGains Load() => MeasuredGains.Load(ScanCache);

    private static Dictionary<string, double?> Gains(params (string TrackId, double? Gain)[] gains) =>
        gains.ToDictionary(gain => gain.TrackId, gain => gain.Gain, StringComparer.Ordinal);
}
