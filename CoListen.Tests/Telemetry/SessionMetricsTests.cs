using CoListen.Silo.Telemetry;
using CoListen.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Telemetry;

public sealed class SessionMetricsTests : IAsyncDisposable
{
    private readonly LiveServer server = LiveServer.Start();
    private readonly Measured measured;

    public SessionMetricsTests() => measured = new(server.Services);

    [Fact]
    public async Task Commands_are_counted_by_name_and_by_what_became_of_them()
    {
        using var ana = await server.PairAsync("Ana");
        await ana.SendAsync("next");
        await ana.SendAsync("next", eventCount: "0");
        await ana.SendAsync("start-now");

        string Outcomes(string command) => string.Join(' ', measured.Of("colisten.commands").Where(one => one.Tags["colisten.command"] == command).Select(one => one.Tags["colisten.outcome"]));
        Assert.Equal("accepted stale", Outcomes("next"));
        Assert.Equal("nobody-ready", Outcomes("start-now"));
        Assert.All(measured.Of("colisten.commands"), one => Assert.Equal((1d, "{command}"), (one.Value, one.Unit)));
    }

    [Fact]
    public async Task A_start_tells_how_long_it_waited_for_how_many_and_how_that_ended()
    {
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben");
        await using var heard = await ana.ListenAsync();
        await using var other = await ben.ListenAsync();
        await ana.SendAsync("next");
        await ana.SendAsync("next");
        var track = new { trackId = (string)(await ana.SnapshotAsync())["barrier"]!["trackId"]! };
        await ana.SendAsync("ack-download", track);
        await ben.SendAsync("ack-download", track);
        await ana.SendAsync("play", new { positionSec = 1 });
        await ben.SendAsync("ack-download", track);
        await ben.SendAsync("start-now");
        await ana.SendAsync("play", new { positionSec = 1 });
        await ana.SendAsync("pause", new { positionSec = 1 });

        var waits = measured.Of("colisten.barrier.wait");
        Assert.Equal(
            ["track replaced", "track ready", "resume started-now", "resume dropped"],
            waits.Select(one => $"{one.Tags["colisten.barrier.type"]} {one.Tags["colisten.barrier.end"]}"));
        Assert.All(waits, one => Assert.True(one is { Unit: "s", Value: > 0 and < 600 }));
        Assert.Equal([2, 2, 2, 2], measured.Of("colisten.barrier.waited_for").Select(one => one.Value));
    }

    [Fact]
    public async Task Streams_and_phones_are_counted_as_they_come_and_go()
    {
        Assert.Equal((0, 0, 1), (measured.Now("colisten.clients.active"), measured.Now("colisten.streams.open"), measured.Now("colisten.sessions.open")));
        using var ana = await server.PairAsync("Ana");
        await using var one = await ana.ListenAsync();
        await using (await ana.ListenAsync())
        {
            Assert.Equal((1, 2), (measured.Now("colisten.clients.active"), measured.Now("colisten.streams.open")));
        }

        await ana.SendAsync("leave");

        Assert.Equal((0, 0), (measured.Now("colisten.clients.active"), measured.Now("colisten.streams.open")));
    }

    [Fact]
    public async Task Every_state_is_synced_twice_and_every_message_fanned_out_once()
    {
        using var ana = await server.PairAsync("Ana");
        await using var heard = await ana.ListenAsync();
        var (syncs, messages) = (measured.Of("colisten.storage.fsync.duration").Count, measured.Of("colisten.fanout.duration").Count);

        await ana.SendAsync("seek", new { positionSec = 3 });

        Assert.Equal(2, measured.Of("colisten.storage.fsync.duration").Count - syncs);
        Assert.True(measured.Of("colisten.fanout.duration").Count > messages);
        Assert.All(measured.Of("colisten.storage.fsync.duration"), one => Assert.True(one is { Unit: "s", Value: > 0 and < 600 }));
    }

    [Fact(Timeout = 60_000)]
    public async Task Bytes_of_songs_are_counted_whole_and_in_parts()
    {
        using var ana = await server.PairAsync("Ana");
        var track = (await ana.TracksAsync())[0];

        var whole = await ana.DownloadAsync(track);
        var part = await ana.DownloadAsync(track, from: 100);

        Assert.Equal(whole - 100, part);
        // The last bytes are here before they are counted.
        while (measured.Of("colisten.files.served").Sum(one => one.Value) < whole + part)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(whole + part, measured.Of("colisten.files.served").Sum(one => one.Value));
        Assert.All(measured.Of("colisten.files.served"), one => Assert.Equal("By", one.Unit));
    }

    [Fact]
    public void What_phones_report_of_their_skew_is_kept_in_seconds_however_early_or_late_it_is()
    {
        var metrics = server.Services.GetRequiredService<SessionMetrics>();

        foreach (var errorMs in (double[])[2, -0.5, double.NaN, double.PositiveInfinity])
        {
            metrics.SkewReported(errorMs);
        }

        Assert.Equal([0.002, 0.0005], measured.Of("colisten.skew.reported").Select(one => one.Value));
    }

    public async ValueTask DisposeAsync()
    {
        measured.Dispose();
        await server.DisposeAsync();
    }
}
