using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;
using Microsoft.Extensions.Time.Testing;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Tests.Grains;

public sealed class ClientActivityTests
{
    private const long Size = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly ImmutableSortedSet<string> Ben = ClientIds.From(["ben"]);

    private readonly FakeTimeProvider time = new();
    private readonly ClientActivity activity;
    private readonly SessionState waiting = SessionState.Fresh with
    {
        Barrier = Silo.Sessions.Barrier.Open(BarrierType.Track, "song", Ben),
    };

    public ClientActivityTests()
    {
        activity = new(time);
        activity.Observe(waiting, new BarrierOpened(BarrierType.Track, "song", 0, Ben));
    }

    [Fact]
    public void A_member_that_sends_nothing_for_the_limit_is_stalled()
    {
        Assert.False(IsStalledAfter(TimeSpan.FromSeconds(19)));
        Assert.True(IsStalledAfter(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_word_and_bytes_that_it_did_not_have_are_signs_of_life()
    {
        ActivityReport word = new(["ben"], [], []);
        foreach (var sign in new[] { word, Download(from: 0, upTo: 100), Download(from: 0, upTo: 200), Download(from: 150, upTo: 180) })
        {
            Assert.False(IsStalledAfter(TimeSpan.FromSeconds(19)));
            activity.Add(sign);
        }

        Assert.False(IsStalledAfter(TimeSpan.FromSeconds(19)));
    }

    [Fact]
    public void A_member_that_asks_for_the_same_bytes_again_and_again_is_stalled()
    {
        activity.Add(Download(from: 50, upTo: 100));
        Assert.False(IsStalledAfter(TimeSpan.FromSeconds(12)));
        activity.Add(Download(from: 50, upTo: 90));
        activity.Add(Download(from: 50, upTo: 100));

        Assert.True(IsStalledAfter(TimeSpan.FromSeconds(8)));
        Assert.Equal(10, activity.Percent("ben", "song"));
    }

    [Fact]
    public void A_page_that_was_reloaded_downloads_anew()
    {
        activity.Add(Download(from: 0, upTo: 800));
        activity.Observe(waiting, new StreamOpened("ben", "another", InSound: false));
        Assert.False(IsStalledAfter(TimeSpan.FromSeconds(19)));
        activity.Add(Download(from: 0, upTo: 100));

        Assert.False(IsStalledAfter(TimeSpan.FromSeconds(19)));
        Assert.Equal(10, activity.Percent("ben", "song"));
    }

    private static ActivityReport Download(long from, long upTo) => new([], [new("ben", "song", from, upTo, Size)], []);

    private bool IsStalledAfter(TimeSpan more)
    {
        time.Advance(more);
        return activity.Stalled(waiting, Limit).Contains("ben");
    }
}
