using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Problems;

/// <summary>Maps rejections of the session to problems.</summary>
internal static class SessionProblems
{
    /// <summary>Makes the problem for <paramref name="rejection"/>; <paramref name="snapshot"/> is the unchanged session.</summary>
    public static ProblemHttpResult Of(Rejection rejection, SnapshotView snapshot) => rejection switch
    {
        Rejection.Stale stale => Problem.Of(
            "stale-event-count", 409, "Out of date",
            "Something else happened first. Nothing was changed; here is how it stands.",
            [new("expectedEventCount", stale.ExpectedEventCount), new("snapshot", snapshot)]),
        Rejection.EmptyQueue => Refused("empty-queue", "Nothing to play", "The library is empty, or what the host chose of it."),
        Rejection.AlreadyCurrent => Refused("already-current", "Already current", "This track is the current one."),
        Rejection.AlreadyComing => Refused("already-coming", "Already coming", "This track is wished already, or was moved to the front."),
        Rejection.NotYourWish => Refused("not-your-wish", "Not your wish", "This phone has not wished this track."),
        Rejection.NothingToUndo => Refused("nothing-to-undo", "Nothing to undo", "This phone did not change the queue last."),
        Rejection.HostsOnly => Problem.Of("hosts-only", 403, "Hosts only", "In this room only hosts do that. Guests may wish tracks."),
        Rejection.NoBarrier => Refused("no-barrier", "Nothing waits", "No start is pending."),
        Rejection.NobodyReady => Refused("nobody-ready", "Nobody is ready", "Nobody can sound the track yet."),
        Rejection.NotInTheSong => Refused("not-in-the-song", "Not in this song", "This phone came after the song had started."),
        Rejection.UnknownTrack => Problem.Of("unknown-track", 404, "Unknown track", "The queue has no such track."),
        Rejection.UnknownClient => Problem.Of("not-paired", 401, "Not paired", "This phone is not paired any more."),
        Rejection.NotStored { Uncertain: var uncertain } => NotStored(uncertain),
        Rejection.StateCorrupt => StateCorrupt(),
        _ => throw new ArgumentOutOfRangeException(nameof(rejection)),
    };

    /// <summary>500: the stored state cannot be read.</summary>
    public static ProblemHttpResult StateCorrupt() => Problem.Of(
        "state-corrupt", StatusCodes.Status500InternalServerError, "State file unusable",
        "The server's state file cannot be read; its log says which and what to do.");

    /// <summary>503: the disk, or the database, did not take it; where uncertain, that is not known.</summary>
    public static ProblemHttpResult NotStored(bool uncertain) => uncertain
        ? Problem.Of(
            "storage-uncertain", StatusCodes.Status503ServiceUnavailable, "Perhaps not stored",
            "The server's disk failed while it took it, so what it holds is not known. Nothing changes until the disk is well again.")
        : Problem.Of(
            "not-stored", StatusCodes.Status503ServiceUnavailable, "Not stored",
            "The server's disk did not take it, so nothing was changed. Try again.");

    private static ProblemHttpResult Refused(string type, string title, string detail) =>
        Problem.Of(type, StatusCodes.Status422UnprocessableEntity, title, detail);
}
