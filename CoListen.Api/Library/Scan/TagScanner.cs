namespace CoListen.Api.Library.Scan;

/// <summary>
/// Reads the metadata of many files, in at most two worker processes. Files that take long are read after all others, so that they hold up
/// none of them.
/// </summary>
internal sealed class TagScanner(string root, IReadOnlyList<FoundFile> files, Action<int> progress)
{
    // Starting a worker takes as long as reading some hundred files.
    private const int FilesPerWorker = 100;
    private const int MaxWorkers = 2;

    // So many get their second try; a folder full of them would take hours.
    private const int MaxSlow = 30;

    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(0.25);

    private readonly ScannedFile?[] scanned = new ScannedFile?[files.Count];
    private readonly bool[] isSlow = new bool[files.Count];
    private int done;

    /// <summary>What has been read so far: the first ones without those that take long, in their order.</summary>
    public IEnumerable<ScannedFile> ReadSoFar => Enumerable.Range(0, files.Count)
        .TakeWhile(index => scanned[index] is not null || isSlow[index])
        .Select(index => scanned[index]).OfType<ScannedFile>();

    /// <summary>Whether all are read but those that take long.</summary>
    public bool HasOnlySlowLeft { get; private set; }

    /// <summary>Reads them all, in their order.</summary>
    /// <exception cref="IOException">No worker can be started.</exception>
    public async Task<IReadOnlyList<ScannedFile>> RunAsync(CancellationToken cancel)
    {
        await ReadAsync(
            Enumerable.Range(0, files.Count), () => new TagWorkerProcess { MaxCpu = FirstTry }, index => isSlow[index] = true, cancel);
        HasOnlySlowLeft = true;
        List<int> slow = [.. Enumerable.Range(0, files.Count).Where(index => isSlow[index])];
        await ReadAsync(slow.Take(MaxSlow), () => new TagWorkerProcess(), GiveUp, cancel);
        slow.Skip(MaxSlow).ToList().ForEach(GiveUp);
        return scanned!;
    }

    private async Task ReadAsync(IEnumerable<int> indices, Func<TagWorkerProcess> start, Action<int> takesLong, CancellationToken cancel)
    {
        var left = new ConcurrentQueue<int>(indices);
        var workers = left.IsEmpty ? 0 : Math.Min(MaxWorkers, 1 + (left.Count / FilesPerWorker));
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            var asked = new Queue<int>();
            do
            {
                using var worker = start();

                // What one that ended had not begun.
                foreach (var index in asked) Ask(worker, index);
                await AskAheadAsync(worker, asked);
            }
            while (asked.Count > 0);
        }

        // Until there is nothing left, or a file ends the worker: so that it never waits.
        async Task AskAheadAsync(TagWorkerProcess worker, Queue<int> asked)
        {
            while (!worker.HasEnded)
            {
                while (worker.HasRoom && left.TryDequeue(out var index))
                {
                    asked.Enqueue(index);
                    Ask(worker, index);
                }

                if (asked.Count == 0) return;

                var metadata = await worker.AnswerAsync(cancel);
                var read = asked.Dequeue();
                if (worker.IsSlow) takesLong(read);
                else Take(read, metadata);
            }
        }
    }

    private void GiveUp(int index) => Take(index, FileMetadata.None with { Problem = TagWorkerProcess.TooSlow });

    private void Take(int index, FileMetadata metadata)
    {
        scanned[index] = new ScannedFile(files[index], metadata);
        progress(Interlocked.Increment(ref done));
    }

    private void Ask(TagWorkerProcess worker, int index) => worker.Ask(Path.Join(root, files[index].RelativePath));
}
