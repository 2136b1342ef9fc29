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
        for (var index = Interlocked.Increment(ref next); index < files.Count;)
        {
            using var worker = new TagWorkerProcess();
            for (; index < files.Count && !worker.HasEnded; index = Interlocked.Increment(ref next))
            {
                scanned[index] = new ScannedFile(files[index], await worker.ReadAsync(Path.Join(root, files[index].RelativePath), cancel));
                progress(Interlocked.Increment(ref done));
            }
        }
    }
}
