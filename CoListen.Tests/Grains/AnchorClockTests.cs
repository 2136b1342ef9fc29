using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace CoListen.Tests.Grains;

public sealed class AnchorClockTests
{
    private readonly FakeTimeProvider time = new();
    private readonly AnchorClock clock;

    public AnchorClockTests() => clock = new(time);

    [Fact]
    public void It_counts_from_the_event_that_set_the_anchor()
    {
        clock.Observe(Playing(anchorEvent: 3, atSec: 10));
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(5, clock.AgeSec(Playing(anchorEvent: 3, atSec: 10)));
    }

    [Fact]
    public void What_does_not_set_the_anchor_does_not_start_it_anew()
    {
        clock.Observe(Playing(anchorEvent: 3, atSec: 10));
        time.Advance(TimeSpan.FromSeconds(5));
        clock.Observe(Playing(anchorEvent: 3, atSec: 10));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(6, clock.AgeSec(Playing(anchorEvent: 3, atSec: 10)));
    }

    [Fact]
    public void A_paused_song_does_not_age()
    {
        var paused = Playing(anchorEvent: 4, atSec: 10) with { PlayState = new(PlayMode.Paused, 10) };
        clock.Observe(paused);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, clock.AgeSec(paused));
    }

    [Fact]
    public void After_a_restart_the_first_listener_says_where_the_song_is_and_it_goes_on_from_there()
    {
        var state = Playing(anchorEvent: 42, atSec: 10);
        clock.Restart(state);
        time.Advance(TimeSpan.FromSeconds(3));
        clock.Learn(state, 61.5);
        time.Advance(TimeSpan.FromSeconds(2));
        clock.Learn(state, 12);

        Assert.Equal(53.5, clock.AgeSec(state));
    }

    [Fact]
    public void A_listener_is_not_asked_where_this_machine_knows()
    {
        clock.Observe(Playing(anchorEvent: 3, atSec: 0));
        time.Advance(TimeSpan.FromSeconds(5));
        clock.Learn(Playing(anchorEvent: 3, atSec: 0), 900);

        Assert.Equal(5, clock.AgeSec(Playing(anchorEvent: 3, atSec: 0)));
    }

    private static SessionState Playing(long anchorEvent, double atSec) =>
        SessionState.Fresh with { EventCount = anchorEvent, AnchorEvent = anchorEvent, PlayState = new(PlayMode.Playing, atSec) };
}
