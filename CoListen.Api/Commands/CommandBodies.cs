using CoListen.Api.Problems;
using CoListen.Silo.Messages;

namespace CoListen.Api.Commands;

/// <summary>Body of play, pause and seek.</summary>
/// <param name="PositionSec">The position of the song on the caller's phone: 0 to 86,400 seconds.</param>
internal sealed record PositionBody([property: JsonRequired] double PositionSec)
{
    /// <summary>The problem with the position; null when it is valid. The duration in a file's tags is no bound: it can be wrong.</summary>
    public ProblemHttpResult? Check() => PositionSec is >= 0 and <= 86_400
        ? null
        : Problem.Of("bad-position", 400, "No such position", "positionSec has to be a number of seconds from 0 to 86400.");
}

/// <summary>Body of nudge, ack-download and sit-out.</summary>
/// <param name="TrackId">A track of the index.</param>
internal sealed record TrackBody([property: JsonRequired] string TrackId);

/// <summary>Body of next and start-now: an empty object, or no body.</summary>
internal sealed record EmptyBody;

/// <summary>The answer to an accepted command.</summary>
/// <param name="EventCount">The version of the session after the command.</param>
/// <param name="Snapshot">The session after the command.</param>
internal sealed record CommandAnswer(long EventCount, SnapshotView Snapshot);
