namespace CoListen.Silo.Sessions;

/// <summary>Something that asks the session to change.</summary>
internal abstract record SessionCommand
{
    /// <summary>The most paired clients that are remembered after a pairing; who is here is never forgotten.</summary>
    public const int MaxClients = 500;

    /// <summary>Who intends something at the host screen: no client, and always a host.</summary>
    public const string HostScreen = "";

    /// <summary>Seconds that the song has played since the anchor was set. The grain sets it, for commands without a position.</summary>
    public double AnchorAgeSec { get; init; }

    /// <summary>What a client says. It wakes the client if it was asleep.</summary>
    public abstract record ClientCommand(string ClientId) : SessionCommand;

    /// <summary>What a person (or that person's phone) wants, against the state it knew.</summary>
    /// <param name="ClientId">Who wants it.</param>
    /// <param name="ExpectedEventCount">The eventCount that the client knew; any other refuses the command.</param>
    public abstract record Intent(string ClientId, long ExpectedEventCount) : ClientCommand(ClientId);

    /// <summary>Opens a resume barrier for everyone who is here. Without a position: where the song stands now.</summary>
    public sealed record Play(string ClientId, long ExpectedEventCount, double? PositionSec) : Intent(ClientId, ExpectedEventCount);
    /// <summary>Pauses; drops a pending barrier. Without a position: where the song stands now.</summary>
    public sealed record Pause(string ClientId, long ExpectedEventCount, double? PositionSec) : Intent(ClientId, ExpectedEventCount);
    /// <summary>Moves the anchor, and a pending barrier's start.</summary>
    public sealed record Seek(string ClientId, long ExpectedEventCount, double PositionSec) : Intent(ClientId, ExpectedEventCount);
    /// <summary>
    /// On to the next track, behind a track barrier. <paramref name="Ended"/>: because the caller has heard the current one to its end.
    /// </summary>
    public sealed record Next(string ClientId, long ExpectedEventCount, bool Ended = false) : Intent(ClientId, ExpectedEventCount);
    /// <summary>Back to the track that ended last, behind a track barrier.</summary>
    public sealed record Previous(string ClientId, long ExpectedEventCount) : Intent(ClientId, ExpectedEventCount);
    /// <summary>Another order for what stands behind the wishes; the same seed, the same order.</summary>
    public sealed record Shuffle(string ClientId, long ExpectedEventCount, long Seed) : Intent(ClientId, ExpectedEventCount);
    /// <summary>A track that was put aside goes to the end of the queue.</summary>
    public sealed record BringBack(string ClientId, long ExpectedEventCount, string TrackId) : Intent(ClientId, ExpectedEventCount);
    /// <summary>The queue is again as it was before the caller changed its order, if nobody has intended anything since.</summary>
    public sealed record Undo(string ClientId, long ExpectedEventCount) : Intent(ClientId, ExpectedEventCount);

    /// <summary>What a person wants with a track of the queue.</summary>
    public abstract record TrackIntent(string ClientId, long ExpectedEventCount, string TrackId) : Intent(ClientId, ExpectedEventCount);

    /// <summary>Moves a track to just after the current one.</summary>
    public sealed record Nudge(string ClientId, long ExpectedEventCount, string TrackId)
        : TrackIntent(ClientId, ExpectedEventCount, TrackId);
    /// <summary>Puts a track into the wishes, see <see cref="PlayQueue"/>.</summary>
    public sealed record Wish(string ClientId, long ExpectedEventCount, string TrackId)
        : TrackIntent(ClientId, ExpectedEventCount, TrackId);
    /// <summary>The caller's wish goes to the end of the queue.</summary>
    public sealed record Unwish(string ClientId, long ExpectedEventCount, string TrackId)
        : TrackIntent(ClientId, ExpectedEventCount, TrackId);
    /// <summary>Moves a track to just after another.</summary>
    public sealed record Move(string ClientId, long ExpectedEventCount, string TrackId, string AfterTrackId)
        : TrackIntent(ClientId, ExpectedEventCount, TrackId);
    /// <summary>Takes a track out of the queue until it is brought back.</summary>
    public sealed record NotTonight(string ClientId, long ExpectedEventCount, string TrackId)
        : TrackIntent(ClientId, ExpectedEventCount, TrackId);

    /// <summary>The caller can sound the track at once.</summary>
    public sealed record AckDownload(string ClientId, long ExpectedEventCount, string TrackId) : Intent(ClientId, ExpectedEventCount);
    /// <summary>The caller cannot sound the track.</summary>
    public sealed record SitOut(string ClientId, long ExpectedEventCount, string TrackId, SilenceReason? Reason = null)
        : Intent(ClientId, ExpectedEventCount);
    /// <summary>Releases the pending barrier with those who are ready.</summary>
    public sealed record StartNow(string ClientId, long ExpectedEventCount) : Intent(ClientId, ExpectedEventCount);
    /// <summary>A member of the last release that fell silent sounds again, from the anchor of this event.</summary>
    public sealed record Rejoin(string ClientId, long AnchorEvent) : ClientCommand(ClientId);

    /// <summary>A phone has another name. The host screen may say so too, so it does not wake the phone.</summary>
    public sealed record Rename(string ClientId, string Name) : SessionCommand;

    /// <summary>A phone's page is about to be frozen, or silent by itself: no barrier waits for it until it says something.</summary>
    public sealed record Sleep(string ClientId, SilenceReason? Reason = null) : SessionCommand;

    /// <summary>A phone has shown the right code. An id that is known already gets the new name and token.</summary>
    public sealed record Pair(string ClientId, string Name, string TokenHash, DateTimeOffset At) : SessionCommand;

    /// <summary>A phone has opened an event stream.</summary>
    /// <param name="ClientId">Whose stream.</param>
    /// <param name="StreamId">Unique among all streams.</param>
    /// <param name="Sounding">The anchorEvent that the phone still sounds from; null when it is silent.</param>
    public sealed record OpenStream(string ClientId, string StreamId, long? Sounding) : ClientCommand(ClientId);
    /// <summary>An event stream has ended, whoever ended it.</summary>
    public sealed record CloseStream(string ClientId, string StreamId, DateTimeOffset At) : SessionCommand;
    /// <summary>A phone goes, with all its streams and without grace.</summary>
    public sealed record Leave(string ClientId, DateTimeOffset At) : SessionCommand;
    /// <summary>The host unpairs a phone.</summary>
    public sealed record Remove(string ClientId, DateTimeOffset At) : SessionCommand;
    /// <summary>The host decides whose room it is.</summary>
    public sealed record SetControl(Control Control) : SessionCommand;
    /// <summary>The host decides whether all songs are to sound equally loud.</summary>
    public sealed record SetEvenLoudness(bool IsOn) : SessionCommand;
    /// <summary>The host makes a phone a host, or a guest again.</summary>
    public sealed record SetHost(string ClientId, bool IsHost) : SessionCommand;
    /// <summary>A barrier has waited too long for these clients without a sign of life.</summary>
    public sealed record SetAside(IReadOnlyList<string> ClientIds) : SessionCommand;
    /// <summary>The room has played unheard for the whole grace.</summary>
    public sealed record EndGrace : SessionCommand;
    /// <summary>
    /// The library has changed: what of it plays in this room, if <paramref name="Music"/> is still chosen; or a part of that, which takes
    /// nothing away.
    /// </summary>
    public sealed record Reconcile(IReadOnlyList<MusicChoice> Music, IReadOnlyList<string> TrackIds, bool IsPart = false) : SessionCommand;
    /// <summary>The host chooses what plays in this room, see <see cref="SessionState.Music"/>: these tracks, in this order.</summary>
    public sealed record ChooseMusic(IReadOnlyList<MusicChoice> Music, IReadOnlyList<string> TrackIds) : SessionCommand;
    /// <summary>The process has begun anew: every stream is gone.</summary>
    public sealed record Restart : SessionCommand;
}
