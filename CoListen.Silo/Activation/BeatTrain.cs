namespace CoListen.Silo.Activation;

/// <summary>
/// After a release or a seek: a train of numbered beats at a fixed spacing, so that one late packet does not set a phone's time zero. Beat k
/// leaves no sooner than k spacings after the message that it follows, so received at t it says: zero was no later than t − k·spacing.
/// </summary>
internal sealed class BeatTrain(SessionActivation session, SessionOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Beats a millisecond, to all streams together.</summary>
    private const int Most = 4;

    private CancellationTokenSource? stop;
    private Task running = Task.CompletedTask;

    /// <summary>Begins a train, in place of the one that runs. Called in turn.</summary>
    /// <param name="anchorEvent">The eventCount of the release or seek.</param>
    /// <param name="since">When its message was about to leave, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="streams">How many streams will carry it.</param>
    public void Follow(long anchorEvent, long since, int streams)
    {
        stop?.Cancel();
        stop?.Dispose();
        stop = new();
        running = RunAsync(anchorEvent, since, Math.Max(options.BeatSpacingMs, streams / Most), stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref stop, null) is { } last)
        {
            await last.CancelAsync();
            await running;
            last.Dispose();
        }
    }

    private async Task RunAsync(long anchorEvent, long since, int spacingMs, CancellationToken stopped)
    {
        var spacing = TimeSpan.FromMilliseconds(spacingMs);
        try
        {
            for (var k = 1; k * spacingMs <= options.BeatsForMs; k++)
            {
                // A timer may be a little early, which a beat must never be.
                for (TimeSpan left; (left = (k * spacing) - time.GetElapsedTime(since)) > TimeSpan.Zero;)
                {
                    await Task.Delay(left < Least ? Least : left, time, stopped);
                }

                var beat = new BeatPayload(anchorEvent, k, spacingMs);
                if (!await session.InTurnAsync(() => ValueTask.FromResult(session.Beat(beat))))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Another start, or the end of the session: what this train says is of no use any more.
        }
    }

    private static TimeSpan Least { get; } = TimeSpan.FromMilliseconds(1);
}
