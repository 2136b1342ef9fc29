namespace CoListen.Api.Files;

/// <summary>Settings <c>Downloads:*</c>.</summary>
internal sealed class DownloadOptions
{
    /// <summary>Whether a track that a room waits for is sent before all else.</summary>
    public bool AwaitedFirst { get; set; } = true;
}

/// <summary>
/// The downloads of this node, which share one network. While a phone takes the track that its room waits for, all others get a trickle
/// that keeps them alive.
/// </summary>
internal sealed class DownloadTurns(IOptions<DownloadOptions> options, TimeProvider time)
{
    /// <summary>Bytes of a trickle's piece.</summary>
    public const int TrickleBytes = 16 * 1024;

    /// <summary>A page gives up a download that brings nothing for so long: no other waits for it any more.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TricklePeriod = GivenUpAfter / 2;

    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<Download, bool> running = new();

    /// <summary>Begins a download; to be disposed at its end.</summary>
    /// <param name="isAwaited">Whether a room waits for its track; it may begin to, or cease to, meanwhile.</param>
    public Download Begin(Func<bool> isAwaited)
    {
        var download = new Download(this, isAwaited) { MovedAt = time.GetTimestamp() };
        running[download] = true;
        return download;
    }

    private async ValueTask<int> NextAsync(Download download, CancellationToken cancel)
    {
        download.MovedAt = time.GetTimestamp();
        while (options.Value.AwaitedFirst && !download.IsAwaited && running.Any(other => IsHungry(other.Key)))
        {
            if (time.GetElapsedTime(download.MovedAt) >= TricklePeriod) return TrickleBytes;

            await Task.Delay(LookPeriod, time, cancel);
        }

        return FileBody.PieceBytes;
    }

    private bool IsHungry(Download download) => download.IsAwaited && time.GetElapsedTime(download.MovedAt) < GivenUpAfter;

    /// <summary>One download.</summary>
    internal sealed class Download(DownloadTurns turns, Func<bool> isAwaited) : IDisposable
    {
        private long movedAt;

        /// <summary>When its last piece was taken: a timestamp.</summary>
        public long MovedAt
        {
            get => Volatile.Read(ref movedAt);
            set => Volatile.Write(ref movedAt, value);
        }

        public bool IsAwaited => isAwaited();

        /// <summary>Waits for this download's turn.</summary>
        /// <returns>How many bytes it may send.</returns>
        public ValueTask<int> NextAsync(CancellationToken cancel) => turns.NextAsync(this, cancel);

        public void Dispose() => turns.running.TryRemove(this, out _);
    }
}
