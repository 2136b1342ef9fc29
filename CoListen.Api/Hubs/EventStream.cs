using System.Threading.Channels;

namespace CoListen.Api.Hubs;

/// <summary>One open event stream: frames that were sent and are not yet written to the connection.</summary>
internal sealed class EventStream(string id, string? clientId, Func<EventStream, Task> closed) : IAsyncDisposable
{
    /// <summary>A stream with so many unread frames is ended: no frame is ever skipped, so it has to begin anew.</summary>
    public const int MaxUnread = 256;

    private readonly Channel<ReadOnlyMemory<byte>> unread =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MaxUnread) { SingleReader = true });

    private readonly CancellationTokenSource overran = new();

    /// <summary>Unique among all streams.</summary>
    public string Id => id;

    /// <summary>Whose stream; null for a screen that only looks on.</summary>
    public string? ClientId => clientId;

    /// <summary>The frames, each ready for the wire. Completes when the stream is ended.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Frames => unread.Reader;

    /// <summary>Cancelled when the stream was ended because nobody read it.</summary>
    public CancellationToken Overran => overran.Token;

    public bool IsIdle => unread.Reader.Count == 0;

    /// <summary>Adds a frame; false when the stream is full, which ends it.</summary>
    public bool Send(ReadOnlyMemory<byte> frame)
    {
        if (unread.Writer.TryWrite(frame)) return true;

        End();
        overran.Cancel();
        return false;
    }

    /// <summary>Ends the stream after what was sent.</summary>
    public void End() => unread.Writer.TryComplete();

    /// <summary>To be called when the connection is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await closed(this);
        overran.Dispose();
    }
}
