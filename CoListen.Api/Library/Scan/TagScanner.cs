namespace CoListen.Api.Library.Scan;

/// <summary>Reads the metadata of many files, in at most two worker processes.</summary>
internal sealed class TagScanner(string root, IReadOnlyList<FoundFile> files, Action<int> progress)
{
    // Starting a worker takes as long as reading some hundred files.
    private const int FilesPerWorker = 100;
    private const int MaxWorkers = 2;

    private readonly ScannedFile[] scanned = new ScannedFile[files.Count];
    private int next = -1;
    private int done;

    /// <summary>What has been read so far: the first ones, in their order.</summary>
    public IEnumerable<ScannedFile> ReadSoFar => scanned.TakeWhile(file => file is not null);

    /// <summary>Reads them all, in their order.</summary>
    /// <exception cref="IOException">No worker can be started.</exception>
    public async Task<IReadOnlyList<ScannedFile>> RunAsync(CancellationToken cancel)
    {
        var workers = files.Count == 0 ? 0 : Math.Min(MaxWorkers, 1 + (files.Count / FilesPerWorker));
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => ReadAsync(cancel)));
        return scanned;
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var asked = new Queue<int>();
        do
        {
            using var worker = new TagWorkerProcess();

            // What one that ended had not begun.
            foreach (var index in asked) Ask(worker, index);
            await ReadAsync(worker, asked, cancel);
        }
        while (asked.Count > 0);
    }

    /// <summary>Reads until there is nothing left, or a file ends the worker. It is asked ahead, so that it never waits.</summary>
    private async Task ReadAsync(TagWorkerProcess worker, Queue<int> asked, CancellationToken cancel)
    {
        while (!worker.HasEnded)
        {
            while (worker.HasRoom && Take() is { } index)
            {
                asked.Enqueue(index);
                Ask(worker, index);
            }

            if (asked.Count == 0) return;

            var metadata = await worker.AnswerAsync(cancel);
            var read = asked.Dequeue();
            scanned[read] = new ScannedFile(files[read], metadata);
            progress(Interlocked.Increment(ref done));
        }
    }

    private int? Take() => Interlocked.Increment(ref next) is var index && index < files.Count ? index : null;

    private void Ask(TagWorkerProcess worker, int index) => worker.Ask(Path.Join(root, files[index].RelativePath));
}
