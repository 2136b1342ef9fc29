using System.Diagnostics;
using CoListen.Silo.Sessions;
using Microsoft.Extensions.Logging;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Telemetry;

/// <summary>
/// How long one session's barriers wait, and how that ends: <c>ready</c> (all could sound), <c>started-now</c> (somebody would not wait), <c>replaced</c> (by
/// another barrier) or <c>dropped</c> (a pause, or nobody left). Remembers which command opened the pending one, so that what answers it can point there.
/// </summary>
internal sealed class BarrierClock(SessionMetrics metrics, TimeProvider time, ILogger logger)
{
    private long openedAt = time.GetTimestamp();
    private ActivityContext opener;

    /// <summary>The span that a command belongs to is linked to the one that opened the barrier which it may end.</summary>
    public void Link(Activity? span, SessionState before)
    {
        if (span is not null && before.Barrier is not null && opener.TraceId != default && opener.TraceId != span.TraceId)
        {
            span.AddLink(new ActivityLink(opener));
        }
    }

    /// <summary>Something has happened, by this command; <paramref name="before"/> is the state that the command met.</summary>
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
