using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;

namespace CoListen.Tests.Grains;

/// <summary>
/// Every call that may interleave with a turn, in the one moment where it can: while the turn waits for the storage. Exhaustive, over
/// every kind of turn and every end of its write.
/// </summary>
public sealed class SessionGrainTurnsTests(TestSilo silo) : IClassFixture<TestSilo>, IDisposable
{
    public enum Turn { Intent, StreamJoins, StreamCloses, NodeEnds }

    public enum End { Stored, Refused, Uncertain }

    public void Dispose() => (silo.Storage.Failure, silo.Storage.Before) = (null, () => Task.CompletedTask);

    public static MatrixTheoryData<Turn, End> All => new(Enum.GetValues<Turn>(), Enum.GetValues<End>());

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_interleaves_with_a_write_sees_the_state_before_it_and_hears_every_message_once(Turn turn, End end)
    {
        var session = await silo.NewSessionAsync("ana", "ben");
        var node = silo.NewNode();
        await node.OpenStreamAsync(session, "ana", "1");
        await session.Execute(new SessionCommand.Play("ana", 1, 0));
        if (turn is not Turn.StreamJoins) await node.OpenStreamAsync(session, "ben", "2");
        await session.ReportActivity(new([], [], []));
        var before = (await session.GetSnapshot()).View;
        var stored = silo.Storage.Get(session.GetGrainId());
        var (reached, release) = (Source(), Source());
        silo.Storage.Before = () =>
        {
            reached.TrySetResult();
            return release.Task;
        };

        var running = Begin(turn, session, node);
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        var waiting = session.Execute(new SessionCommand.Seek("ana", 2, 9));
        var late = silo.NewNode();
        for (var round = 0; round < 3; round++)
        {
            var now = (await session.GetSnapshot()).View;
            Assert.Equal(RecordedView(before), RecordedView(now));
            Assert.Equal(Authentication.Paired, await session.Authenticate("ben", "hash of ben"));
            Assert.Empty(await session.GetMusic());
            Assert.Equal(2, StateJson.Read(await session.GetStoredState()).EventCount);
            await session.ReportActivity(new(["ana", "ben"], [], []));
            await node.ConnectAsync(session, default, "1", "2");
            await late.ConnectAsync(session);
        }

        var known = (await late.ConnectAsync(session)).Position;
        Assert.False(running.IsCompleted || waiting.IsCompleted);
        Assert.Equal(stored, silo.Storage.Get(session.GetGrainId()));
        silo.Storage.Failure = end switch
        {
            End.Refused => new IOException("No space left on device"),
            End.Uncertain => new UncertainWriteException("The directory could not be synced.", new IOException()),
            _ => null,
        };
        silo.Storage.Before = () => Task.CompletedTask;
        release.SetResult();

        var taken = await running;
        var next = await waiting;
        Assert.Equal(end == End.Stored || turn != Turn.Intent, taken);
        if (end == End.Stored)
        {
            // The command that waited knew the state before.
            Assert.Equal(turn == Turn.Intent ? new Rejection.Stale(3) : null, next.Rejection);
        }
        else
        {
            Assert.IsType<Rejection.NotStored>(next.Rejection);
            Assert.Equal(2, next.Snapshot.EventCount);
            silo.Storage.Failure = null;
            while ((await session.Execute(new SessionCommand.Seek("ana", 2, 9))).Rejection is not null)
            {
            }
        }

        await late.UntilAsync("seeked");
        var missed = (await node.ConnectAsync(session, known, "1", "2")).Missed!;
        Assert.Equal(Enumerable.Range(1, missed.Length).Select(n => known.Number + n), missed.Select(message => message.Number));
        Assert.Single(missed, message => message.Name == "seeked");
        Assert.Equal(3, StateJson.Read(Encoding.UTF8.GetBytes(silo.Storage.Get(session.GetGrainId())!)).EventCount);
    }

    private static async Task<bool> Begin(Turn turn, ISessionGrain session, TestNode node)
    {
        switch (turn)
        {
            case Turn.Intent:
                return (await session.Execute(new SessionCommand.Seek("ana", 2, 5))).Rejection is null;
            case Turn.StreamJoins:
                return (await node.OpenStreamAsync(session, "ben", "2")).Rejection is null;
            case Turn.StreamCloses:
                await session.CloseStream("2");
                return true;
            default:
                await session.Disconnect(node.Name);
                return true;
        }
    }

    private static string RecordedView(Silo.Messages.SnapshotView view) =>
        JsonSerializer.Serialize(view with { Copies = null, AnchorAgeMs = 0 }, Silo.Messages.WireJson.Options);

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
