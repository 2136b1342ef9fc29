using CoListen.Api.Problems;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Commands;

/// <summary>Body of play, pause and seek.</summary>
internal sealed record PositionBody
{
    /// <summary>The last position that any song has, in seconds.</summary>
    public const double MaxSec = 86_400;

    /// <summary>
    /// The position of the song on the caller's phone, in seconds. A phone that is not in the sound leaves it out of play and pause.
    /// </summary>
    public double PositionSec { get; init; } = double.NaN;

    /// <summary>The position; null when it was left out.</summary>
    [JsonIgnore]
    public double? Given => double.IsNaN(PositionSec) ? null : PositionSec;

    /// <summary>The problem with the position; null when it is valid. The duration in a file's tags is no bound: it can be wrong.</summary>
    public static ProblemHttpResult? Check(double? positionSec) => positionSec is >= 0 and <= MaxSec
        ? null
        : Problem.Of("bad-position", 400, "No such position", "positionSec has to be a number of seconds from 0 to 86400.");
}

/// <summary>Body of rejoin.</summary>
/// <param name="AnchorEvent">The event that set the position from which the caller's phone sounds.</param>
internal sealed record RejoinBody([property: JsonRequired] long AnchorEvent);

/// <summary>Body of the commands about a track.</summary>
/// <param name="TrackId">A track of the index.</param>
internal sealed record TrackBody([property: JsonRequired] string TrackId);

/// <summary>Body of sit-out.</summary>
/// <param name="TrackId">A track of the index.</param>
/// <param name="Reason">Why the caller's phone does not sound it.</param>
internal sealed record SitOutBody([property: JsonRequired] string TrackId, SilenceReason? Reason = null);

/// <summary>Body of asleep: may be left out.</summary>
/// <param name="Reason">Why the caller's phone is silent by itself; left out where its page is about to be frozen.</param>
internal sealed record AsleepBody(SilenceReason? Reason = null);

/// <summary>Body of move.</summary>
/// <param name="TrackId">A track of the queue, but not the current one.</param>
/// <param name="AfterTrackId">The track of the queue that it is to follow.</param>
internal sealed record MoveBody([property: JsonRequired] string TrackId, [property: JsonRequired] string AfterTrackId);

/// <summary>Body of next: may be left out.</summary>
/// <param name="Ended">
/// The caller has heard the current track to its end. Where the room belongs to its hosts, guests say so, and it goes on when more than
/// half of those in the sound have.
/// </param>
internal sealed record NextBody(bool Ended = false);

/// <summary>Body of rename.</summary>
/// <param name="Name">At most 40 visible characters on one line; when empty, the server chooses one.</param>
internal sealed record RenameBody([property: JsonRequired] string Name);

/// <summary>Body of the commands without arguments: an empty object, or no body.</summary>
internal sealed record EmptyBody;

/// <summary>The answer to an accepted command.</summary>
/// <param name="EventCount">The version of the session after the command.</param>
/// <param name="Snapshot">The session after the command.</param>
internal sealed record CommandAnswer(long EventCount, SnapshotView Snapshot);
