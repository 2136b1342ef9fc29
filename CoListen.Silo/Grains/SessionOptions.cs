using System.ComponentModel.DataAnnotations;

namespace CoListen.Silo.Grains;

/// <summary>Settings <c>Session:*</c>.</summary>
internal sealed class SessionOptions
{
    private const double Day = 86_400;

    /// <summary>How long a barrier waits for a member that sends nothing, in seconds.</summary>
    [Range(0.1, Day, ErrorMessage = "Session:StallSec is a number of seconds from 0.1.")]
    public double StallSec { get; set; } = 20;

    /// <summary>How long the room may play unheard before it stops or starts again, in seconds.</summary>
    [Range(0.1, Day, ErrorMessage = "Session:ListenerGraceSec is a number of seconds from 0.1.")]
    public double ListenerGraceSec { get; set; } = 15;

    /// <summary>Interval of heartbeats on every stream, in seconds.</summary>
    [Range(0.1, Day, ErrorMessage = "Session:HeartbeatSec is a number of seconds from 0.1.")]
    public double HeartbeatSec { get; set; } = 10;

    /// <summary>How long beats follow a release or a seek, in milliseconds.</summary>
    [Range(0, 60_000, ErrorMessage = "Session:BeatsForMs is from 0 to 60000.")]
    public int BeatsForMs { get; set; } = 3000;

    /// <summary>Least interval of beats, in milliseconds. It grows with the number of streams.</summary>
    [Range(1, 60_000, ErrorMessage = "Session:BeatSpacingMs is from 1 to 60000.")]
    public int BeatSpacingMs { get; set; } = 20;

    /// <summary>The most open streams of a client.</summary>
    [Range(1, 100, ErrorMessage = "Session:StreamsPerClient is from 1 to 100.")]
    public int StreamsPerClient { get; set; } = 2;

    /// <summary>The most open streams of this process, over all sessions.</summary>
    [Range(1, 100_000, ErrorMessage = "Session:Streams is from 1 to 100000.")]
    public int Streams { get; set; } = 2000;
}
