using System.Runtime;

namespace CoListen.Api.Library.Scan;

/// <summary>Reads many files at once, on threads of its own. A file that a parser does not come back from in time is given up.</summary>
internal sealed class TagScanner(string root, IReadOnlyList<FoundFile> files, Action<int> progress)
{
    private const int ProgressEvery = 1_000;

    // Little: nothing sound recurses deeply, and what does not should notice early.
    private const int StackBytes = 384 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly FileMetadata?[] facts = new FileMetadata?[files.Count];
    private int next = -1;
    private int done;

    /// <summary>How long one file may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads them all.</summary>
    /// <returns>What each file said, in their order; null for one that was given up.</returns>
    public async Task<IReadOnlyList<FileMetadata?>> RunAsync(CancellationToken cancel)
    {
        var readers = Enumerable.Range(0, Math.Min(Environment.ProcessorCount, files.Count)).Select(_ => new Reader(this, cancel)).ToList();
        var all = Task.WhenAll(readers.Select(reader => reader.Done));
        while (await Task.WhenAny(all, Task.Delay(Look, cancel)) != all)
        {
            cancel.ThrowIfCancellationRequested();
            readers.ForEach(reader => reader.GiveUpIfLate());
        }

        cancel.ThrowIfCancellationRequested();
        readers.ForEach(reader => reader.Dispose());
        return facts;
    }

    private void Read(int index)
    {
        var file = files[index];
        // An empty file says nothing; and a pipe or a device, which would never stop saying, calls itself empty.
        facts[index] = file.Size == 0 ? FileMetadata.None : TagReader.Read(Path.Join(root, file.RelativePath), file.Format);
    }

    private void CountOne()
    {
        if (Interlocked.Increment(ref done) is var count && count % ProgressEvery == 0)
        {
            progress(count);
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly TagScanner work;
        private readonly CancellationToken cancel;
        private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private CancellationTokenSource giveUp = new();
        private long startedAt = Environment.TickCount64;

        public Reader(TagScanner work, CancellationToken cancel)
        {
            this.work = work;
            this.cancel = cancel;
            new Thread(ReadAll, StackBytes) { IsBackground = true, Name = "library scan" }.Start();
        }

        public Task Done => finished.Task;

        public void GiveUpIfLate()
        {
            if (Environment.TickCount64 - Volatile.Read(ref startedAt) > work.Patience.TotalMilliseconds)
            {
                _ = giveUp.CancelAsync();
            }
        }

        public void Dispose() => giveUp.Dispose();

        private void ReadAll()
        {
            while (!cancel.IsCancellationRequested && Interlocked.Increment(ref work.next) is var index && index < work.facts.Length)
            {
                Volatile.Write(ref startedAt, Environment.TickCount64);
                try
                {
                    // A parser in an endless loop cannot be asked to stop. It holds nothing but memory, so it may be torn out of it.
#pragma warning disable SYSLIB0046
                    ControlledExecution.Run(() => work.Read(index), giveUp.Token);
#pragma warning restore SYSLIB0046
                }
                catch (OperationCanceledException)
                {
                    // The old one is left to the collector: whoever cancelled it may still be at it.
                    giveUp = new CancellationTokenSource();
                }

                work.CountOne();
            }

            finished.SetResult();
        }
    }
}
