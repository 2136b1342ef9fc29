using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace CoListen.Tests.Telemetry;

public sealed class SessionMetricsTests : IAsyncDisposable
{
    private readonly TestServer server = TestServer.Start(songs: 3);

    [Fact]
    public async Task Commands_are_counted_by_name_and_by_what_became_of_them()
    {
        using var commands = server.Collect<long>("colisten.commands");
        using var ana = await server.PairAsync("Ana");
        await ana.SendAsync("next");
        await ana.SendAsync("next", eventCount: "0");
        await ana.SendAsync("start-now");

        var all = commands.GetMeasurementSnapshot();
        string Outcomes(string command) => string.Join(
            ' ', all.Where(one => Equals(one.Tags["colisten.command"], command)).Select(one => one.Tags["colisten.outcome"]));
        Assert.Equal("accepted stale", Outcomes("next"));
        Assert.Equal("nobody-ready", Outcomes("start-now"));
        Assert.All(all, one => Assert.Equal(1, one.Value));
        Assert.Equal("{command}", commands.Instrument!.Unit);
    }

    [Fact]
    public async Task A_start_tells_how_long_it_waited_for_how_many_and_how_that_ended()
    {
        using var wait = server.Collect<double>("colisten.barrier.wait");
        using var waitedFor = server.Collect<int>("colisten.barrier.waited_for");
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

        var waits = wait.GetMeasurementSnapshot();
        Assert.Equal(
            ["track replaced", "track ready", "resume started-now", "resume dropped"],
            waits.Select(one => $"{one.Tags["colisten.barrier.type"]} {one.Tags["colisten.barrier.end"]}"));
        Assert.All(waits, one => Assert.InRange(one.Value, 0, 600));
        Assert.Equal("s", wait.Instrument!.Unit);
        Assert.Equal([2, 2, 2, 2], waitedFor.GetMeasurementSnapshot().Select(one => one.Value));
    }

    [Fact]
    public async Task Streams_and_phones_are_counted_as_they_come_and_go()
    {
        using var clients = server.Collect<int>("colisten.clients.active");
        using var streams = server.Collect<int>("colisten.streams.open");
        using var sessions = server.Collect<int>("colisten.sessions.open");
        Assert.Equal((0, 0, 1), (Now(clients), Now(streams), Now(sessions)));
        using var ana = await server.PairAsync("Ana");
        await using var one = await ana.ListenAsync();
        await using (await ana.ListenAsync())
        {
            Assert.Equal((1, 2), (Now(clients), Now(streams)));
        }

        await ana.SendAsync("leave");

        Assert.Equal((0, 0), (Now(clients), Now(streams)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_state_is_synced_twice_and_every_message_fanned_out_once()
    {
        using var fsync = server.Collect<double>("colisten.storage.fsync.duration");
        using var fanOut = server.Collect<double>("colisten.fanout.duration");
        using var ana = await server.PairAsync("Ana");
        await using var heard = await ana.ListenAsync();
        var (syncs, messages) = (fsync.GetMeasurementSnapshot().Count, fanOut.GetMeasurementSnapshot().Count);

        await ana.SendAsync("seek", new { positionSec = 3 });

        Assert.Equal(2, fsync.GetMeasurementSnapshot().Count - syncs);
        // The answer does not wait for the streams.
        await fanOut.WaitForMeasurementsAsync(messages + 1, TestContext.Current.CancellationToken);
        Assert.All(fsync.GetMeasurementSnapshot(), one => Assert.InRange(one.Value, 0, 600));
        Assert.Equal("s", fsync.Instrument!.Unit);
    }

    [Fact(Timeout = 60_000)]
    public async Task Bytes_of_songs_are_counted_whole_and_in_parts()
    {
        using var served = server.Collect<long>("colisten.files.served");
        using var ana = await server.PairAsync("Ana");
        var track = (await ana.TracksAsync())[0];

        var whole = await ana.DownloadAsync(track);
        var part = await ana.DownloadAsync(track, from: 100);

        Assert.Equal(whole - 100, part);
        // The last bytes are here before they are counted.
        while (served.GetMeasurementSnapshot().EvaluateAsCounter() < whole + part)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(whole + part, served.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Equal("By", served.Instrument!.Unit);
    }

    [Fact]
    public void What_phones_report_of_their_skew_is_kept_in_seconds_however_early_or_late_it_is()
    {
        using var skew = server.Collect<double>("colisten.skew.reported");
        var metrics = server.Services.GetRequiredService<SessionMetrics>();

        foreach (var errorMs in (double[])[2, -0.5, double.NaN, double.PositiveInfinity])
        {
            metrics.SkewReported(errorMs);
        }

        Assert.Equal([0.002, 0.0005], skew.GetMeasurementSnapshot().Select(one => one.Value));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static int Now(MetricCollector<int> gauge)
    {
        gauge.RecordObservableInstruments();
        return gauge.LastMeasurement!.Value;
    }
}
