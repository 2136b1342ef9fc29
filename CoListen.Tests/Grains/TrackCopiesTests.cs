using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;

namespace CoListen.Tests.Grains;

public sealed class TrackCopiesTests
{
    private readonly TrackCopies copies = new();
    private SessionState room = SessionState.Fresh;

    public TrackCopiesTests()
    {
        foreach (var who in new[] { "ana", "ben" })
        {
            Happen(new SessionCommand.Pair(who, who, "hash", DateTimeOffset.UnixEpoch));
            Happen(new SessionCommand.OpenStream(who, who, Sounding: null));
        }
    }

    [Fact]
    public void What_changed_is_told_once_and_the_whole_is_kept()
    {
        copies.Set("ana", ["a", "b"]);
        copies.Set("ben", ["b"]);

        Assert.Equal([new("a", 1), new("b", 2)], copies.TakeChanges(room));
        Assert.Empty(copies.TakeChanges(room));

        copies.Set("ana", ["b", "c"]);
        Assert.Equal([new("a", 0), new("c", 1)], copies.TakeChanges(room));
        Assert.Equal([new("b", 2), new("c", 1)], copies.Told);
    }

    [Fact]
    public void Only_phones_that_are_here_count_and_a_removed_one_is_forgotten()
    {
        copies.Set("ana", ["a"]);
        copies.Set("ben", ["a"]);
        copies.TakeChanges(room);

        Happen(new SessionCommand.CloseStream("ben", "ben", DateTimeOffset.UnixEpoch));
        Assert.Equal([new("a", 1)], copies.TakeChanges(room));

        Happen(new SessionCommand.OpenStream("ben", "ben", Sounding: null));
        Assert.Equal([new("a", 2)], copies.TakeChanges(room));

        Happen(new SessionCommand.Remove("ana", DateTimeOffset.UnixEpoch));
        Assert.Equal([new("a", 1)], copies.TakeChanges(room));
    }

    private void Happen(SessionCommand command) =>
        room = SessionEvolver.Apply(room, ((Decision.Accepted)SessionDecider.Decide(room, command)).Events);
}
