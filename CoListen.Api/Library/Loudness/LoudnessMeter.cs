using CoListen.Api.Files;

namespace CoListen.Api.Library.Loudness;

/// <summary>
/// Measures the loudness of tracks whose tags do not say it, where ffmpeg is: one at a time, once each, and after everything else that
/// the machine has to do. What it finds comes into the index from time to time, and every phone is told: never so often that a large
/// library floods the phones with its index, and always at the end.
/// </summary>
internal sealed partial class LoudnessMeter(
    IOptions<LibraryOptions> options,
    MusicLibrary library,
    LibrarySync sync,
    Ffmpeg ffmpeg,
    IHostApplicationLifetime lifetime,
    ILogger<LoudnessMeter> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstTold = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastOften = TimeSpan.FromMinutes(16);

    private readonly Dictionary<string, double?> fresh = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.MeasureLoudness || !ffmpeg.Exists) return;

        // The first to stop: what it asks of the sessions must not wait for them when they are gone.
        var stop = lifetime.ApplicationStopping;
        try
        {
            await sync.Followed.WaitAsync(stop);
            for (TrackCatalog? done = null; ; await Task.Delay(Look, stop))
            {
                var catalog = library.Catalog;
                if (catalog != done) await TryMeasureAsync(catalog, stop);

                done = catalog;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What it has measured is stored; the rest is for the next start.
        }
        finally
        {
            library.StoreGains(fresh);
        }
    }

    private async Task TryMeasureAsync(TrackCatalog catalog, CancellationToken stop)
    {
        try
        {
            await MeasureAsync(catalog, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The room plays on without it, and the next change of the library tries again.
            LogNotMeasured(e.Message);
        }
    }

    private async Task MeasureAsync(TrackCatalog catalog, CancellationToken stop)
    {
        var tracks = catalog.Tracks
            .Where(track => track.GainDb is null && !library.Gains.Has(track.TrackId) && Ffmpeg.Reads(catalog.Find(track.TrackId)!))
            .ToList();
        var told = Stopwatch.GetTimestamp();
        var pause = FirstTold;
        foreach (var (done, track) in tracks.Index())
        {
            if (library.Locate(track.TrackId) is { IsInPlace: true } file)
            {
                var gain = await ffmpeg.MeasureAsync(file, stop) is { } lufs ? Gain.OfLoudness(lufs) : null;

                // Ctrl-C ends ffmpeg first, and then this server; the song is none that cannot be measured.
                if (gain is null) await Task.Delay(Look, stop);

                if (file.IsInPlace) fresh[track.TrackId] = gain;
            }

            if (Stopwatch.GetElapsedTime(told) < pause) continue;

            LogProgress(done + 1, tracks.Count);
            await TellAsync(stop);
            (told, pause) = (Stopwatch.GetTimestamp(), pause < LeastOften ? pause * 2 : pause);
        }

        if (tracks.Count > 0) LogMeasured(tracks.Count);

        await TellAsync(stop);
    }

    private async Task TellAsync(CancellationToken stop)
    {
        if (fresh.Count == 0) return;

        var isAny = fresh.Values.Any(gain => gain is not null);
        await library.TakeGainsAsync(fresh, stop);
        fresh.Clear();
        if (isAny) await sync.TellAsync();
    }

    [LoggerMessage(LogLevel.Information, "Measured the loudness of {Count} of {Total} songs")]
    private partial void LogProgress(int count, int total);

    [LoggerMessage(LogLevel.Information, "Measured the loudness of {Count} songs, of those that do not say it")]
    private partial void LogMeasured(int count);

    [LoggerMessage(LogLevel.Warning, "The loudness of songs cannot be measured now: {Complaint}")]
    private partial void LogNotMeasured(string complaint);
}
