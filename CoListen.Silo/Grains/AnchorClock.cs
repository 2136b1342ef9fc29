using CoListen.Silo.Sessions;

namespace CoListen.Silo.Grains;

/// <summary>
/// How long the song has played since its anchor was set, by this machine's monotonic clock. After a restart nobody knows, until the first
/// listener that returns says where it is; meanwhile the time counts from the restart.
/// </summary>
internal sealed class AnchorClock(TimeProvider time)
{
    private long anchorEvent = -1;
    private long since;
    private double beforeSec;
    private bool isKnown;

    /// <summary>Begins with a session that was stored: its song may have played for any time.</summary>
    public void Restart(SessionState state) => Start(state, isKnown: false);

    /// <summary>Starts anew when the anchor was set.</summary>
    public void Observe(SessionState state)
    {
        if (state.AnchorEvent != anchorEvent) Start(state, isKnown: true);
    }

    /// <summary>Takes a listener's word for where the song stands, where this machine does not know.</summary>
    public void Learn(SessionState state, double positionSec)
    {
        if (isKnown || state.PlayState.Mode == PlayMode.Paused) return;

        (since, beforeSec, isKnown) = (time.GetTimestamp(), Math.Max(0, positionSec - state.PlayState.AnchorPositionSec), true);
    }

    /// <summary>Seconds; 0 while the session is paused.</summary>
    public double AgeSec(SessionState state) =>
        state.PlayState.Mode == PlayMode.Paused ? 0 : beforeSec + time.GetElapsedTime(since).TotalSeconds;

    private void Start(SessionState state, bool isKnown) =>
        (anchorEvent, since, beforeSec, this.isKnown) = (state.AnchorEvent, time.GetTimestamp(), 0, isKnown);
}
