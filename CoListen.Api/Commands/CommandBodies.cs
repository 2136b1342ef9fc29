using System.Text.Json.Serialization;

namespace CoListen.Api.Commands;

/// <summary>Body of play, pause and seek.</summary>
/// <param name="PositionSec">Where the song stands on the caller's phone: 0 to 86,400 seconds.</param>
internal sealed record PositionBody([property: JsonRequired] double PositionSec)
{
    /// <summary>A day is longer than any song. The tag's duration is no bound: it can be wrong.</summary>
    public const double MaxSec = 86_400;

    /// <summary>The position is one.</summary>
    public bool IsGood => PositionSec is >= 0 and <= MaxSec;
}

/// <summary>Body of nudge, ack-download and sit-out.</summary>
/// <param name="TrackId">One of the index.</param>
internal sealed record TrackBody([property: JsonRequired] string TrackId);

/// <summary>Body of next and start-now: nothing; it may be left out.</summary>
internal sealed record EmptyBody;

/// <summary>The answer to an accepted command.</summary>
/// <param name="EventCount">The session's version after it.</param>
/// <param name="Snapshot">The session after it.</param>
internal sealed record CommandAnswer(long EventCount, Silo.Activation.SnapshotView Snapshot);
