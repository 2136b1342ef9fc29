using SessionOptions = CoListen.Silo.Grains.SessionOptions;

namespace CoListen.Api.Hubs;

/// <summary>
/// Beats after a release or a seek: a numbered train at a fixed spacing, so that one late packet does not set a phone's time zero. Beat k
/// leaves no sooner than k spacings after the message that it follows. Received at t it says: zero was no later than t − k·spacing.
/// </summary>
internal sealed class BeatTrain(HubStreams streams, IOptions<SessionOptions> options, TimeProvider time) : IDisposable
{
    private const int MaxBeatsPerMs = 4;
    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(1);

    private CancellationTokenSource? running;

    /// <summary>Starts a train in place of the one that runs, for an event whose message left at that timestamp.</summary>
    public void Start(long anchorEvent, long since)
    {
        Stop();
        running = new();
        using (ExecutionContext.SuppressFlow())
        {
            _ = RunAsync(anchorEvent, since, Math.Max(options.Value.BeatSpacingMs, streams.Count / MaxBeatsPerMs), running.Token);
        }
    }

    public void Stop()
    {
        running?.Cancel();
        running?.Dispose();
        running = null;
    }

    public void Dispose() => Stop();

    private async Task RunAsync(long anchorEvent, long since, int spacingMs, CancellationToken stopped)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var spacing = TimeSpan.FromMilliseconds(spacingMs);
        try
        {
            for (var k = 1; k * spacingMs <= options.Value.BeatsForMs; k++)
            {
                // A timer may be a little early, which a beat must never be.
                for (TimeSpan left; (left = (k * spacing) - time.GetElapsedTime(since)) > TimeSpan.Zero;)
                {
                    await Task.Delay(left < MinDelay ? MinDelay : left, time, stopped);
                }

                stopped.ThrowIfCancellationRequested();
                streams.Tell("beat", new BeatPayload(anchorEvent, k, spacingMs), onlyIdle: true);
            }
        }
        catch (OperationCanceledException)
        {
            // Another start, or the end of the session: the train is worth nothing any more.
        }
    }
}

/// <summary>Beat <paramref name="K"/> of the train that follows the event <paramref name="AnchorEvent"/>.</summary>
internal sealed record BeatPayload(long AnchorEvent, int K, int SpacingMs);
