using CoListen.Silo.Activation;

namespace CoListen.Silo.Orleans;

/// <summary>What a session knows of one node: when it was last heard, the streams it holds, and where its messages go.</summary>
internal sealed class NodeSeat(TimeProvider time)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (FeedStream Stream, long Since)> streams = new(StringComparer.Ordinal);
    private long heardAt = time.GetTimestamp();
    private FeedStream? feed;
    private string? subscription;

    /// <summary>How long nothing was heard from it.</summary>
    public TimeSpan SilentFor => time.GetElapsedTime(heardAt);

    /// <summary>It was heard now.</summary>
    public void Hear() => heardAt = time.GetTimestamp();

    /// <summary>Whether messages still go to this subscription.</summary>
    public bool Feeds(string id) => string.Equals(subscription, id, StringComparison.Ordinal) && feed is { Frames.Completion.IsCompleted: false };

    /// <summary>The node holds this stream.</summary>
    public void Add(FeedStream stream) => streams[stream.Id] = (stream, time.GetTimestamp());

    /// <summary>The node holds this stream no more.</summary>
    public ValueTask RemoveAsync(string streamId) => streams.Remove(streamId, out var gone) ? gone.Stream.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Dismisses what the node does not hold (any more), except what it may not have heard of yet.</summary>
    /// <param name="held">What it holds.</param>
    /// <param name="isOpen">Whether the session still has the stream.</param>
    /// <returns>What it holds and the session has not.</returns>
    public async ValueTask<string[]> MatchAsync(string[] held, Func<FeedStream, bool> isOpen)
    {
        foreach (var lost in streams.Where(s => !held.Contains(s.Key, StringComparer.Ordinal) && time.GetElapsedTime(s.Value.Since) > Settled).Select(s => s.Key).ToArray())
        {
            await RemoveAsync(lost);
        }

        return [.. held.Where(id => !streams.TryGetValue(id, out var known) || !isOpen(known.Stream))];
    }

    /// <summary>Sends everything that <paramref name="source"/> carries to the node, in its order and without waiting for it.</summary>
    public async ValueTask FeedAsync(string epoch, string id, FeedStream source, ISessionObserver observer)
    {
        var before = feed;
        (feed, subscription) = (source, id);
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => PumpAsync(epoch, id, source, observer), CancellationToken.None);
        }

        if (before is not null)
        {
            await before.DisposeAsync();
        }
    }

    /// <summary>The node is gone, and with it all its streams.</summary>
    public async ValueTask LeaveAsync()
    {
        if (feed is { } last)
        {
            feed = null;
            await last.DisposeAsync();
        }

        foreach (var streamId in streams.Keys.ToArray())
        {
            await RemoveAsync(streamId);
        }
    }

    private static async Task PumpAsync(string epoch, string id, FeedStream source, ISessionObserver observer)
    {
        List<byte[]> frames = [];
        for (var number = 0L; await source.Frames.WaitToReadAsync(); number++)
        {
            while (source.Frames.TryRead(out var frame))
            {
                frames.Add(frame.ToArray());
            }

            // One way: a node that does not hear it asks again, by the number that it misses.
            await observer.HearAsync(new(epoch, id, number, [.. frames]));
            frames.Clear();
        }
    }
}
