using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Telemetry;

/// <summary>
/// Measures how long barriers wait and how they end: <c>ready</c> (everyone could sound), <c>started-now</c> (somebody would not wait),
/// <c>replaced</c> (by another barrier) or <c>dropped</c> (a pause, or nobody left).
/// </summary>
internal sealed class BarrierTimer(SessionMetrics metrics, TimeProvider time, ILogger logger)
{
    private long openedAt = time.GetTimestamp();
    private ActivityContext opener;

    /// <summary>Links a command's span to the span that opened the pending barrier.</summary>
    public void Link(Activity? span, SessionState before)
    {
        if (span is not null && before.Barrier is not null && opener.TraceId != default && opener.TraceId != span.TraceId)
        {
            span.AddLink(new ActivityLink(opener));
        }
    }

    /// <summary>Takes note of an event of the command. <paramref name="before"/>: the state before the command.</summary>
    public void Observe(SessionState before, SessionEvent happened, SessionCommand command)
    {
        var end = happened switch
        {
            BarrierReleased => command is SessionCommand.StartNow ? "started-now" : "ready",
            BarrierOpened => "replaced",
            Paused => "dropped",
            _ => null,
        };
        if (end is not null && before.Barrier is { } barrier)
        {
            var (type, wait) = (barrier.Type == BarrierType.Track ? "track" : "resume", time.GetElapsedTime(openedAt));
            metrics.BarrierEnded(type, end, wait, barrier.Members.Count);
            logger.BarrierEnded(type, wait.TotalSeconds, barrier.Members.Count, end);
        }

        if (happened is BarrierOpened)
        {
            (openedAt, opener) = (time.GetTimestamp(), Activity.Current?.Context ?? default);
        }
    }
}
