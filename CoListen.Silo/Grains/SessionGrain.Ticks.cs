using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;

namespace CoListen.Silo.Grains;

/// <content>
/// What has to happen by itself: lost nodes, stalled members, a room that nobody hears, facts that are not stored yet.
/// </content>
internal sealed partial class SessionGrain
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(200);
    private const int TicksBetweenRetries = 5;
    private const int TicksBetweenCounts = 5;

    private long tick;

    private async Task TickAsync(CancellationToken cancel)
    {
        try
        {
            tick++;
            if (store.IsCorrupt)
            {
                if (tick % TicksBetweenRetries == 0 && await store.IsMendedAsync()) DeactivateOnIdle();
                return;
            }

            await CloseLostStreamsAsync();
            if (activity.Stalled(state, TimeSpan.FromSeconds(options.StallSec)) is { Count: > 0 } stalled)
            {
                await PerformAsync(new SessionCommand.SetAside(stalled));
            }

            if (activity.UnheardFor(state) >= TimeSpan.FromSeconds(options.ListenerGraceSec))
            {
                await PerformAsync(new SessionCommand.EndGrace());
            }

            if (tick % TicksBetweenRetries == 0 && !store.Holds(state)) await PerformAsync(new SessionCommand.SetAside([]));

            Send(publisher.CatchUp(state));
            if (tick % TicksBetweenCounts == 0) Send(publisher.Copies(copies.TakeChanges(state), state.EventCount));
        }
        catch (InconsistentStateException)
        {
            // Another activation has written since: what this one believes is not so any more.
            DeactivateOnIdle();
        }
        catch (Exception e)
        {
            // The next tick has to come whatever this one met.
            logger.TickFailed(e);
        }
    }

    private async Task CloseLostStreamsAsync()
    {
        foreach (var streamId in nodes.Lost()) await CloseStream(streamId);
    }
}
