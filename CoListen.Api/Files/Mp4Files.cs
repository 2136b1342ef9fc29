using CoListen.Api.Library;
using CoListen.Silo.Telemetry;

namespace CoListen.Api.Files;

/// <summary>
/// Songs as FLAC in MP4, for phones that play their own form wrongly or not at all. Each is made when it is first asked for, once for all
/// who ask, and kept.
/// </summary>
internal sealed partial class Mp4Files(
    Ffmpeg ffmpeg, Mp4Folder folder, SessionMetrics metrics, ILogger<Mp4Files> log) : IDisposable
{
    private const int AtOnce = 2;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Making> making = [];
    private readonly SemaphoreSlim slots = new(AtOnce);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The MP4 form of a track that has one. Null: it cannot be made of this file, or the file was replaced.</summary>
    /// <param name="source">The track.</param>
    /// <param name="cancel">Ends the waiting. What nobody waits for any more is not begun; what is begun is brought to its end.</param>
    /// <exception cref="BadHttpRequestException">503: it cannot be kept.</exception>
    public async Task<TrackFile?> GetAsync(TrackFile source, CancellationToken cancel)
    {
        var id = source.Track.TrackId;
        if (folder.Find(id) is { } kept) return kept;

        Making? mine;
        lock (gate)
        {
            if (!making.TryGetValue(id, out mine))
            {
                making[id] = mine = new();
                mine.Result = Task.Run(() => MakeInTurnAsync(source, mine), CancellationToken.None);
            }

            mine.Waiting++;
        }

        try
        {
            return await mine.Result.WaitAsync(cancel);
        }
        finally
        {
            Leave(id, mine);
        }
    }

    public void Dispose() => stopping.Cancel();

    private void Leave(string id, Making mine)
    {
        lock (gate)
        {
            if (--mine.Waiting > 0 || mine.HasBegun) return;

            making.Remove(id);
            mine.Abandoned.Cancel();
        }
    }

    private async Task<TrackFile?> MakeInTurnAsync(TrackFile source, Making mine)
    {
        await slots.WaitAsync(mine.Abandoned.Token);
        try
        {
            lock (gate)
            {
                mine.Abandoned.Token.ThrowIfCancellationRequested();
                mine.HasBegun = true;
            }

            return folder.Find(source.Track.TrackId) ?? await MakeAsync(source);
        }
        finally
        {
            slots.Release();
            lock (gate)
            {
                if (mine.HasBegun)
                {
                    making.Remove(source.Track.TrackId);
                }
            }
        }
    }

    private async Task<TrackFile?> MakeAsync(TrackFile source)
    {
        var id = source.Track.TrackId;
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var temporary = folder.Begin(id);
            using var before = source.Open();
            if (before is null) return null;

            var complaint = await ffmpeg.WrapAsync(source, temporary.Path, stopping.Token);
            using var after = source.Open();
            if (after is null) return null;

            metrics.Remuxed(Stopwatch.GetElapsedTime(began), complaint is null);
            if (complaint is null) return folder.Keep(id, temporary, source.Modified);

            LogNotMade(id, complaint);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(folder.Path, e.Message);
            throw new BadHttpRequestException("The song cannot be kept as MP4 now.", StatusCodes.Status503ServiceUnavailable, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "ffmpeg cannot make MP4 of track {TrackId}: {Complaint}")]
    private partial void LogNotMade(string trackId, string complaint);

    [LoggerMessage(LogLevel.Warning, "Songs cannot be kept as MP4 in {Folder}: {Complaint}")]
    private partial void LogNotKept(string folder, string complaint);

    private sealed class Making
    {
        public CancellationTokenSource Abandoned { get; } = new();

        public Task<TrackFile?> Result { get; set; } = null!;

        public int Waiting { get; set; }

        public bool HasBegun { get; set; }
    }
}
