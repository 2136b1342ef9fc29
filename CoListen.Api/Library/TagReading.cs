namespace CoListen.Api.Library;

/// <summary>
/// Reads many files at once, on threads of its own: a parser that never comes back from a broken file is left behind, and another thread goes on.
/// A thread cannot be stopped, so at most <see cref="MaxStuck"/> are left; then the remaining files keep their names only.
/// </summary>
internal sealed class TagReading(string root, IReadOnlyList<FoundFile> files, Action<int> progress)
{
    private const int MaxStuck = 4;
    private const int ProgressEvery = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly TrackFacts?[] facts = new TrackFacts?[files.Count];
    private int next = -1;
    private int done;

    /// <summary>Reads them all.</summary>
    /// <returns>What each file said, in their order.</returns>
    public async Task<IReadOnlyList<TrackFacts>> RunAsync(CancellationToken cancel)
    {
        var readers = Enumerable.Range(0, Math.Min(Environment.ProcessorCount, files.Count)).Select(_ => new Reader(this, cancel)).ToList();
        var stuck = 0;
        while (readers.Count > 0)
        {
            await Task.WhenAny(Task.WhenAll(readers.Select(reader => reader.Done)), Task.Delay(Look, cancel));
            cancel.ThrowIfCancellationRequested();
            readers.RemoveAll(reader => reader.Done.IsCompleted);
            foreach (var lost in readers.Where(reader => reader.IsStuck).ToList())
            {
                lost.Leave();
                readers.Remove(lost);
                if (++stuck < MaxStuck)
                {
                    readers.Add(new Reader(this, cancel));
                }
            }
        }

        return [.. facts.Select(fact => fact ?? TrackFacts.None)];
    }

    private void Read(int index)
    {
        var file = files[index];
        // An empty file says nothing; and a pipe or a device, which would never stop saying, calls itself empty.
        Volatile.Write(ref facts[index], file.Size == 0 ? TrackFacts.None : TagReader.Facts(Path.Join(root, file.RelativePath), file.Format));
        if (Interlocked.Increment(ref done) is var count && count % ProgressEvery == 0)
        {
            progress(count);
        }
    }

    private sealed class Reader
    {
        private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long startedAt = Environment.TickCount64;
        private volatile bool left;

        public Reader(TagReading work, CancellationToken cancel)
        {
            var thread = new Thread(() =>
            {
                while (!left && !cancel.IsCancellationRequested && Interlocked.Increment(ref work.next) is var index && index < work.facts.Length)
                {
                    Volatile.Write(ref startedAt, Environment.TickCount64);
                    work.Read(index);
                }

                finished.SetResult();
            })
            { IsBackground = true, Name = "library scan" };
            thread.Start();
        }

        public Task Done => finished.Task;

        public bool IsStuck => Environment.TickCount64 - Volatile.Read(ref startedAt) > Patience.TotalMilliseconds;

        public void Leave() => left = true;
    }
}
