namespace CoListen.Silo.Activation;

/// <summary>Settings <c>Session:*</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>How long a barrier waits for a member without a sign of life, in seconds.</summary>
    public double StallSec { get; set; } = 20;

    /// <summary>How long the room may play unheard before it stops or starts again, in seconds.</summary>
    public double ListenerGraceSec { get; set; } = 15;

    /// <summary>How often every stream carries a heartbeat, in seconds.</summary>
    public double HeartbeatSec { get; set; } = 10;

    /// <summary>For how long beats follow a release or a seek, in milliseconds.</summary>
    public int BeatsForMs { get; set; } = 3000;

    /// <summary>How far apart they are at least, in milliseconds; farther in a room so large that this would be too much to send.</summary>
    public int BeatSpacingMs { get; set; } = 20;

    /// <summary>Open streams a client may have at once.</summary>
    public int StreamsPerClient { get; set; } = 2;

    /// <summary>Open streams in all, over all sessions that this process takes phones for.</summary>
    public int Streams { get; set; } = 2000;
}
