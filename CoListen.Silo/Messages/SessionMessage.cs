namespace CoListen.Silo.Messages;

/// <summary>What a message does to a node's streams, besides being sent to them.</summary>
internal enum MessageEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The listeners start or jump: beats follow.</summary>
    StartsSound,

    /// <summary>The room holds: beats end.</summary>
    StopsSound,

    /// <summary>The session is closed: its streams end.</summary>
    EndsStreams,
}

/// <summary>One message of a session, as data. Each node writes it for its own streams.</summary>
/// <param name="Number">Consecutive within an activation. Begins with the activation's start time, see <see cref="MessageLog"/>.</param>
/// <param name="Name">Name of the event, such as <c>barrier.open</c>.</param>
/// <param name="Payload">JSON, UTF-8.</param>
/// <param name="EventCount">Version of the session after the message.</param>
/// <param name="Effect">What a node does besides sending it.</param>
/// <param name="AwaitedTrackId">The track that a barrier waits for after the message; null where none is pending.</param>
[GenerateSerializer, Immutable]
internal sealed record SessionMessage(
    [property: Id(0)] long Number,
    [property: Id(1)] string Name,
    [property: Id(2)] byte[] Payload,
    [property: Id(3)] long EventCount,
    [property: Id(4)] MessageEffect Effect,
    [property: Id(5)] string? AwaitedTrackId = null);

/// <summary>Messages of one activation in their order.</summary>
/// <param name="Epoch">Id of the activation. Numbers of different activations do not compare.</param>
/// <param name="Messages">At least one.</param>
/// <param name="TraceParent">The span that the messages belong to (W3C Trace Context); null without a trace.</param>
[GenerateSerializer, Immutable]
internal sealed record MessageBatch(
    [property: Id(0)] string Epoch,
    [property: Id(1)] SessionMessage[] Messages,
    [property: Id(2)] string? TraceParent);
