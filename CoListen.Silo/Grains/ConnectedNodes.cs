using CoListen.Silo.Messages;

namespace CoListen.Silo.Grains;

/// <summary>The nodes that hear a session, and the streams that they hold.</summary>
internal sealed class ConnectedNodes(TimeProvider time)
{
    /// <summary>A node that was silent for so long is gone.</summary>
    private static readonly TimeSpan NodeTimeout = TimeSpan.FromSeconds(6);

    /// <summary>A node that does not name a stream may not have heard of its opening yet.</summary>
    private static readonly TimeSpan OpeningTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stream> streams = new(StringComparer.Ordinal);

    /// <summary>The node is alive. <paramref name="held"/>: the streams that it holds, null where it did not say.</summary>
    public void Renew(string node, ISessionObserver observer, string[]? held) =>
        nodes[node] = new(observer, time.GetTimestamp(), held?.ToHashSet(StringComparer.Ordinal) ?? nodes.GetValueOrDefault(node)?.Held);

    /// <summary>The node holds this stream from now on.</summary>
    public void Add(string node, string streamId, string? clientId) => streams[streamId] = new(node, clientId, time.GetTimestamp());

    /// <summary>Removes a stream and returns whose it was, if it was a phone's.</summary>
    public string? RemoveStream(string streamId) => streams.Remove(streamId, out var stream) ? stream.ClientId : null;

    /// <summary>Removes a node; its streams are <see cref="Lost"/>.</summary>
    public void Remove(string node) => nodes.Remove(node);

    /// <summary>
    /// The stream that a client opened first, null when it has fewer than <paramref name="max"/> beside <paramref name="streamId"/>.
    /// </summary>
    public string? Oldest(string clientId, string streamId, int max)
    {
        var own = streams.Where(s => s.Key != streamId && s.Value.ClientId == clientId).ToList();
        return own.Count < max ? null : own.MinBy(s => s.Value.OpenedAt).Key;
    }

    /// <summary>Those of <paramref name="streamIds"/> that are not among ours, or not open any more.</summary>
    public string[] Unknown(string[] streamIds, Func<string, string, bool> isOpen) =>
        [.. streamIds.Where(id => !streams.TryGetValue(id, out var known) || (known.ClientId is { } clientId && !isOpen(clientId, id)))];

    /// <summary>Whose stream it is, if it is a phone's and among ours.</summary>
    public string? ClientOf(string streamId) => streams.GetValueOrDefault(streamId)?.ClientId;

    /// <summary>Streams whose node is gone or holds them no more. Silent nodes are removed on the way.</summary>
    public string[] Lost()
    {
        foreach (var (name, _) in nodes.Where(n => time.GetElapsedTime(n.Value.RenewedAt) > NodeTimeout).ToArray())
        {
            nodes.Remove(name);
        }

        return [.. streams.Where(s => IsLost(s.Key, s.Value)).Select(s => s.Key)];
    }

    /// <summary>Sends messages to every node, in one pass, without waiting for any.</summary>
    public void Send(MessageBatch batch)
    {
        foreach (var node in nodes.Values)
        {
            node.Observer.OnMessages(batch).Ignore();
        }
    }

    private bool IsLost(string streamId, Stream stream) => !nodes.TryGetValue(stream.Node, out var node)
        || (node.Held?.Contains(streamId) == false && time.GetElapsedTime(stream.OpenedAt) > OpeningTimeout);

    private sealed record Node(ISessionObserver Observer, long RenewedAt, HashSet<string>? Held);

    private sealed record Stream(string Node, string? ClientId, long OpenedAt);
}
