namespace CoListen.Tests.Events;

public sealed class EventRoutesTests : IAsyncLifetime
{
    private TestServer server = null!;
    private TestPhone ana = null!;

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(3, ("Session:HeartbeatSec", "0.5"));
        ana = await server.PairAsync("Ana");
    }

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_begins_with_a_snapshot_that_already_holds_its_own_client_as_active()
    {
        await using var stream = await ana.ListenAsync();

        var first = await stream.NextAsync();

        Assert.Equal("snapshot", first!.Name);
        Assert.Equal("snapshot", (string)first.Data["event"]!);
        Assert.NotNull(first.Id);
        Assert.True((bool)first.Payload["clients"]![ana.ClientId]!["active"]!);
    }

    [Fact]
    public async Task A_change_of_several_parts_is_several_events_each_with_the_eventCount_it_made()
    {
        await using var stream = await ana.ListenAsync();

        await ana.SendAsync("next");

        Assert.Equal(2, (await stream.UntilAsync("queue.changed")).EventCount);
        var opened = await stream.UntilAsync("barrier.open");
        Assert.Equal(3, opened.EventCount);
        Assert.Equal([ana.ClientId], opened.Payload["members"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task A_thousand_reconnects_with_the_last_id_lose_double_or_disorder_nothing()
    {
        var stream = await ana.ListenAsync();
        var lastId = (await stream.NextAsync())!.Id;
        var heard = new List<long>();
        for (var sent = 0; sent < 1000; sent++)
        {
            await ana.SendAsync("seek", new { positionSec = sent }, eventCount: (sent + 1).ToString(CultureInfo.InvariantCulture));
            if (sent % 3 == 0)
            {
                await stream.DisposeAsync();
                stream = await ana.ListenAsync(lastEventId: lastId);
            }

            var message = await stream.UntilAsync("seeked");
            heard.Add(message.EventCount);
            lastId = message.Id;
        }

        await stream.DisposeAsync();
        Assert.Equal(Enumerable.Range(2, 1000).Select(n => (long)n), heard);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("9999999999999999")]
    [InlineData("nonsense")]
    public async Task An_id_that_cannot_be_resumed_from_brings_a_snapshot(string lastEventId)
    {
        await using var stream = await ana.ListenAsync(lastEventId: lastEventId);

        Assert.Equal("snapshot", (await stream.NextAsync())!.Name);
    }

    [Fact]
    public async Task A_resumed_stream_brings_what_was_missed_and_no_snapshot()
    {
        var stream = await ana.ListenAsync();
        var seen = (await stream.NextAsync())!.Id;
        await stream.DisposeAsync();
        await ana.SendAsync("seek", new { positionSec = 1 });

        await using var resumed = await ana.ListenAsync(lastEventId: seen);
        var names = new List<string>();
        TestMessage? message;
        do
        {
            message = await resumed.NextAsync();
            names.Add(message!.Name);
        }
        while (message.Name != "seeked");

        Assert.DoesNotContain("snapshot", names);
    }

    [Fact]
    public async Task A_quiet_stream_carries_heartbeats_without_an_id()
    {
        await using var stream = await ana.ListenAsync();

        var beat = await stream.UntilAsync("heartbeat");

        Assert.Null(beat.Id);
        Assert.Equal(1, beat.EventCount);
    }

    [Fact]
    public async Task Sounding_that_is_no_number_is_refused()
    {
        using var answer = await ana.Get("/events?sounding=loud");

        await answer.IsProblem(HttpStatusCode.BadRequest, "bad-sounding");
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_a_song_leaves_the_listener_a_listener()
    {
        var track = (await ana.TracksAsync())[0];
        await using (var before = await ana.ListenAsync())
        {
            await before.NextAsync();
            await ana.SendAsync("play", new { positionSec = 0 });
            await ana.SendAsync("ack-download", new { trackId = track });
            await before.UntilAsync("barrier.release");
            await server.StopAsync();
            while (await before.NextAsync() is not null)
            {
                // The server says goodbye, then ends the stream.
            }
        }

        var again = server.StartAgain();
        (server, ana) = (again, again.Known(ana.Token));
        var snapshot = await ana.SnapshotAsync();
        await using var stream = await ana.ListenAsync(sounding: (long)snapshot["anchorEvent"]!);
        var first = await stream.NextAsync();

        Assert.Equal(3, first!.EventCount);
        Assert.Equal("playing", (string)first.Payload["playState"]!["mode"]!);
        Assert.Equal([ana.ClientId], first.Payload["listeners"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task A_member_that_is_silent_too_long_is_set_aside_by_name_and_its_ack_brings_it_back()
    {
        await using var quick = TestServer.Start(2, ("Session:StallSec", "0.4"));
        using var ben = await quick.PairAsync("Ben");
        await using var stream = await ben.ListenAsync();
        await stream.NextAsync();
        var track = (await ben.TracksAsync())[0];

        await ben.SendAsync("play", new { positionSec = 0 });
        await stream.UntilAsync("barrier.progress", m => m.Payload["setAside"]!.AsArray().Any(id => (string)id! == ben.ClientId));
        await ben.SendAsync("ack-download", new { trackId = track });

        Assert.Equal([ben.ClientId], (await stream.UntilAsync("barrier.release")).Payload["members"]!.AsArray().Select(id => (string)id!));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_member_that_asks_for_the_song_again_and_again_and_never_gets_further_is_set_aside()
    {
        await using var quick = TestServer.Start(2, ("Session:StallSec", "0.4"));
        using var ben = await quick.PairAsync("Ben");
        await using var stream = await ben.ListenAsync();
        var path = "/file/" + (await ben.TracksAsync())[0];
        await ben.SendAsync("play", new { positionSec = 0 });

        var isSetAside = (TestMessage m) => m.Payload["setAside"]!.AsArray().Any(id => (string)id! == ben.ClientId);
        var setAside = stream.UntilAsync("barrier.progress", isSetAside);
        while (!setAside.IsCompleted)
        {
            using var answer = await ben.Get(path, ("Range", "bytes=0-0"));
        }

        await setAside;
    }

    [Fact]
    public async Task A_room_that_plays_unheard_pauses_when_the_grace_is_over()
    {
        await using var quick = TestServer.Start(2, ("Session:ListenerGraceSec", "0.4"));
        using var ben = await quick.PairAsync("Ben");
        await using (var stream = await ben.ListenAsync())
        {
            await stream.NextAsync();
            await ben.SendAsync("play", new { positionSec = 7 });
            await ben.SendAsync("ack-download", new { trackId = (await ben.TracksAsync())[0] });
            await stream.UntilAsync("barrier.release");
        }

        while ((string)(await ben.SnapshotAsync())["playState"]!["mode"]! == "playing")
        {
            await Task.Yield();
        }

        Assert.Equal(7, (double)(await ben.SnapshotAsync())["playState"]!["anchorPositionSec"]!);
    }
}
