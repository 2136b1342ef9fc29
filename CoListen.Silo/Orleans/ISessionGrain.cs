using CoListen.Silo.Sessions;
using Orleans.Concurrency;

namespace CoListen.Silo.Orleans;

/// <summary>A session, one activation in the whole cluster. Its key is the session's name in lower case.</summary>
internal interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>The state, or only its mark where the caller knows it already.</summary>
    ValueTask<StateReply> ReadAsync(StateMark known);

    /// <summary>Decides, stores and publishes the command.</summary>
    ValueTask<StateReply> ExecuteAsync([Immutable] SessionCommand command);

    /// <summary>Lets in a phone, or a screen that only looks on, whose connection is at <paramref name="node"/>.</summary>
    ValueTask<Admission> AdmitAsync(string node, string? clientId, long? sounding);

    /// <summary>The connection of an admitted stream is gone.</summary>
    ValueTask DismissAsync(string node, string streamId);

    /// <summary>From now on the node hears every message, beginning with what it missed since this activation's last one or, where that is not known (any more), with a snapshot.</summary>
    ValueTask SubscribeAsync(string node, string subscription, ISessionObserver observer, string lastEpoch, long lastEventId);

    /// <summary>The node is alive and holds these streams. What it holds no more is dismissed.</summary>
    /// <returns>The streams that are not known here, so that the node ends them; null when the subscription is not known (any more).</returns>
    ValueTask<string[]?> RenewAsync(string node, string subscription, string[] streamIds);

    /// <summary>What phones did at a node since the last time.</summary>
    [OneWay]
    ValueTask HearAsync(Signs signs);

    /// <summary>Tells every stream to refresh.</summary>
    ValueTask RefreshAsync(string reason);

    /// <summary>The node goes, with all its streams.</summary>
    ValueTask LeaveAsync(string node);

    /// <summary>Ends the session for good.</summary>
    ValueTask CloseAsync();
}

/// <summary>A node that hears a session on behalf of its phones.</summary>
internal interface ISessionObserver : IGrainObserver
{
    /// <summary>The next messages.</summary>
    [OneWay]
    ValueTask HearAsync(Packet packet);
}

/// <summary>Which state it is: of which activation, and its how manieth.</summary>
[GenerateSerializer, Immutable]
internal readonly record struct StateMark([property: Id(0)] string Epoch, [property: Id(1)] long Version);

/// <summary>A state, left out where the caller knows it, and why the command was refused if it was.</summary>
[GenerateSerializer, Immutable]
internal sealed record StateReply([property: Id(0)] StateMark Mark, [property: Id(1)] SessionState? State, [property: Id(2)] Rejection? Rejection, [property: Id(3)] bool Closed);

/// <summary>A stream was let in: its id, the message after which it begins, and the snapshot as of that message. Or it was refused; without a rejection, there were too many.</summary>
[GenerateSerializer, Immutable]
internal sealed record Admission([property: Id(0)] string Epoch, [property: Id(1)] string? StreamId, [property: Id(2)] byte[] Snapshot, [property: Id(3)] Rejection? Rejection);

/// <summary>Messages as they go to phones, in their order; packets of a subscription are numbered from 0.</summary>
[GenerateSerializer, Immutable]
internal sealed record Packet([property: Id(0)] string Epoch, [property: Id(1)] string Subscription, [property: Id(2)] long Number, [property: Id(3)] byte[][] Frames);

/// <summary>Who was heard, and how far downloads have come.</summary>
[GenerateSerializer, Immutable]
internal sealed record Signs([property: Id(0)] string[] Heard, [property: Id(1)] Taken[] Taken);

/// <summary>How much of a track a phone has taken.</summary>
[GenerateSerializer, Immutable]
internal readonly record struct Taken([property: Id(0)] string ClientId, [property: Id(1)] string TrackId, [property: Id(2)] long ServedUpTo, [property: Id(3)] long Size);
