using System.Collections.Concurrent;
using CoListen.Silo.Sessions;

namespace CoListen.Silo.Activation;

/// <summary>Looks at the session a few times a second, so that nobody freezes the room: stalls, the listeners' grace, heartbeats, facts that the disk refused.</summary>
internal sealed class Lifeguard : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly SessionActivation _session;
    private readonly TimeProvider _time;
    private readonly TimeSpan _heartbeat;
    private readonly PeriodicTimer _timer;
    private readonly Task _watching;
    private readonly ConcurrentQueue<SessionCommand> _notStored = new();
    private BarrierProgressPayload? _progress;

    public Lifeguard(SessionActivation session, SessionOptions options, TimeProvider time)
    {
        (_session, _time) = (session, time);
        _heartbeat = TimeSpan.FromSeconds(options.HeartbeatSec);
        _timer = new(Every, time);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Executes what has happened whether the disk takes it or not: if it does not, again until it does.</summary>
    public async ValueTask UntilStoredAsync(SessionCommand fact)
    {
        if ((await _session.ExecuteAsync(fact)).Rejection is Rejection.NotStored)
        {
            _notStored.Enqueue(fact);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        var (lastBeat, unheardSince) = (_time.GetTimestamp(), (long?)null);
        while (await _timer.WaitForNextTickAsync())
        {
            var now = _time.GetTimestamp();
            unheardSince = (await _session.ReadAsync()).PlaysUnheard ? unheardSince ?? now : null;
            var unheardFor = unheardSince is { } since ? _time.GetElapsedTime(since, now) : TimeSpan.Zero;
            var beat = _time.GetElapsedTime(lastBeat, now) >= _heartbeat;
            await _session.InTurn(() =>
            {
                Retry();
                _session.Look(unheardFor, ref _progress);
                if (beat)
                {
                    _session.Beat();
                }

                return true;
            });
            lastBeat = beat ? now : lastBeat;
        }
    }

    private void Retry()
    {
        for (var left = _notStored.Count; left > 0 && _notStored.TryDequeue(out var fact); left--)
        {
            if (_session.Execute(fact).Rejection is Rejection.NotStored)
            {
                _notStored.Enqueue(fact);
            }
        }
    }
}
