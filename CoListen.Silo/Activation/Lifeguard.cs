using System.Collections.Concurrent;
using CoListen.Silo.Sessions;

namespace CoListen.Silo.Activation;

/// <summary>Looks at the session a few times a second, so that nobody freezes the room: stalls, the listeners' grace, heartbeats, facts that the disk refused.</summary>
internal sealed class Lifeguard : IAsyncDisposable
{
    private const int TicksBetweenRetries = 5;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly SessionActivation session;
    private readonly TimeProvider time;
    private readonly TimeSpan heartbeat;
    private readonly PeriodicTimer timer;
    private readonly Task watching;
    private readonly ConcurrentQueue<SessionCommand> notStored = new();

    public Lifeguard(SessionActivation session, SessionOptions options, TimeProvider time)
    {
        (this.session, this.time) = (session, time);
        heartbeat = TimeSpan.FromSeconds(options.HeartbeatSec);
        timer = new(Every, time);
        // What it does by itself belongs to no request, not even to the one that woke the session.
        using (ExecutionContext.SuppressFlow())
        {
            watching = Task.Run(WatchAsync);
        }
    }

    /// <summary>Executes what has happened whether the disk takes it or not: if it does not, again until it does.</summary>
    public async ValueTask UntilStoredAsync(SessionCommand fact)
    {
        if ((await session.ExecuteAsync(fact)).Rejection is Rejection.NotStored)
        {
            notStored.Enqueue(fact);
        }
    }

    public async ValueTask DisposeAsync()
    {
        timer.Dispose();
        await watching;
    }

    private async Task WatchAsync()
    {
        var (lastBeat, unheardSince) = (time.GetTimestamp(), (long?)null);
        for (var tick = 1; await timer.WaitForNextTickAsync(); tick++)
        {
            var now = time.GetTimestamp();
            unheardSince = (await session.ReadAsync()).PlaysUnheard ? unheardSince ?? now : null;
            var unheardFor = unheardSince is { } since ? time.GetElapsedTime(since, now) : TimeSpan.Zero;
            var due = time.GetElapsedTime(lastBeat, now) >= heartbeat;
            await session.InTurnAsync(async () =>
            {
                if (tick % TicksBetweenRetries == 0)
                {
                    await RetryAsync();
                }

                await session.LookAsync(unheardFor);
                if (due)
                {
                    session.Heartbeat();
                }

                return true;
            });
            lastBeat = due ? now : lastBeat;
        }
    }

    private async ValueTask RetryAsync()
    {
        for (var left = notStored.Count; left > 0 && notStored.TryDequeue(out var fact); left--)
        {
            if ((await session.PerformAsync(fact)).Rejection is Rejection.NotStored)
            {
                notStored.Enqueue(fact);
            }
        }
    }
}
