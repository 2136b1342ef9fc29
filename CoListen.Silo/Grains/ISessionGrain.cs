using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;

namespace CoListen.Silo.Grains;

/// <summary>
/// A session: one activation in the cluster, one command at a time. Its key is the session's name as the directory spells it.
/// </summary>
internal interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Decides the command, stores what it changed, then publishes it. Never throws for a rejection or a failing disk.</summary>
    Task<Outcome> Execute([Immutable] SessionCommand command);

    /// <summary>Checks the SHA-256 of a client's token, in lowercase hex.</summary>
    [AlwaysInterleave]
    Task<Authentication> Authenticate(string clientId, string tokenHash);

    /// <summary>The session after the last accepted command.</summary>
    [AlwaysInterleave]
    Task<SessionSnapshot> GetSnapshot();

    /// <summary>What plays in the room, see <see cref="SessionState.Music"/>.</summary>
    [AlwaysInterleave]
    Task<MusicChoice[]> GetMusic();

    /// <summary>The state as it is stored, JSON in UTF-8.</summary>
    [AlwaysInterleave]
    Task<byte[]> GetStoredState();

    /// <summary>Opens a stream that <paramref name="node"/> holds. Where the client has too many streams, its oldest ends.</summary>
    /// <param name="node">The node, with the observer that hears for it.</param>
    /// <param name="observer">Receives every message from now on.</param>
    /// <param name="streamId">Unique; opening the same stream again changes nothing.</param>
    /// <param name="clientId">Whose stream; null for a screen that only looks on.</param>
    /// <param name="sounding">What the phone still sounds; null when it is silent.</param>
    Task<StreamOpening> OpenStream(string node, ISessionObserver observer, string streamId, string? clientId, Sounding? sounding);

    /// <summary>The stream's connection is gone.</summary>
    Task CloseStream(string streamId);

    /// <summary>
    /// Subscribes the node, or renews its subscription; to be called every second. What followed the last message that it knows is in the
    /// answer. A stream that it holds no more is closed.
    /// </summary>
    [AlwaysInterleave]
    Task<Connection> Connect(string node, ISessionObserver observer, StreamPosition known, [Immutable] string[] streamIds);

    /// <summary>Takes note of what phones did at a node since the last report.</summary>
    [AlwaysInterleave]
    [OneWay]
    Task ReportActivity(ActivityReport report);

    /// <summary>Tells every stream to refresh, see <see cref="RefreshPayload"/>.</summary>
    Task Refresh(string reason);

    /// <summary>The node ends, with all its streams.</summary>
    Task Disconnect(string node);

    /// <summary>Ends the session for good: its streams are told and end, its record is deleted.</summary>
    /// <returns>The token hashes of its clients.</returns>
    Task<string[]> Close();
}

/// <summary>A node that receives a session's messages for its phones.</summary>
internal interface ISessionObserver : IGrainObserver
{
    /// <summary>Receives the next messages. They may be lost, or come twice: their numbers tell.</summary>
    [OneWay]
    Task OnMessages([Immutable] MessageBatch batch);
}

/// <summary>Result of a command.</summary>
[GenerateSerializer, Immutable]
internal sealed record Outcome([property: Id(0)] SnapshotView Snapshot, [property: Id(1)] Rejection? Rejection);

/// <summary>Result of checking a token.</summary>
internal enum Authentication
{
    Unknown,
    Paired,

    /// <summary>Nobody can tell: the stored state cannot be read.</summary>
    StateCorrupt,
}

/// <summary>A place among a session's messages: an activation (empty for none) and the number of a message.</summary>
[GenerateSerializer, Immutable]
internal readonly record struct StreamPosition([property: Id(0)] string Epoch, [property: Id(1)] long Number);

/// <summary>The session as of a message.</summary>
[GenerateSerializer, Immutable]
internal sealed record SessionSnapshot([property: Id(0)] StreamPosition Position, [property: Id(1)] SnapshotView View);

/// <summary>What a phone sounds: from which anchorEvent, and where it is by now, where it says so.</summary>
[GenerateSerializer, Immutable]
internal sealed record Sounding([property: Id(0)] long AnchorEvent, [property: Id(1)] double? PositionSec);

/// <summary>Result of opening a stream: refused, or open, perhaps in place of the client's oldest.</summary>
[GenerateSerializer, Immutable]
internal sealed record StreamOpening(
    [property: Id(0)] string Epoch, [property: Id(1)] Rejection? Rejection, [property: Id(2)] string? EndedStreamId);

/// <summary>Result of a subscription.</summary>
/// <param name="Position">The last message.</param>
/// <param name="Missed">What followed the known message; null when that is not kept, so that streams have to begin with a snapshot.</param>
/// <param name="UnknownStreamIds">Streams that the node holds and the session does not know. They have to end.</param>
/// <param name="RemovedStreamIds">Those of them whose phone is paired no more. They have to be told.</param>
[GenerateSerializer, Immutable]
internal sealed record Connection(
    [property: Id(0)] StreamPosition Position,
    [property: Id(1)] SessionMessage[]? Missed,
    [property: Id(2)] string[] UnknownStreamIds,
    [property: Id(3)] string[] RemovedStreamIds);

/// <summary>What phones did at a node.</summary>
[GenerateSerializer, Immutable]
internal sealed record ActivityReport(
    [property: Id(0)] string[] ClientIds, [property: Id(1)] DownloadProgress[] Downloads, [property: Id(2)] HeldTracks[] Held);

/// <summary>All tracks that lie in the cache of a phone.</summary>
[GenerateSerializer, Immutable]
internal sealed record HeldTracks([property: Id(0)] string ClientId, [property: Id(1)] string[] TrackIds);

/// <summary>How far a client has come in a track since it asked for it, in bytes of the file.</summary>
[GenerateSerializer, Immutable]
internal readonly record struct DownloadProgress(
    [property: Id(0)] string ClientId,
    [property: Id(1)] string TrackId,
    [property: Id(2)] long From,
    [property: Id(3)] long ServedUpTo,
    [property: Id(4)] long Size);
