using CoListen.Api.Hubs;
using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Library;

/// <summary>
/// Takes the library, or what of it was chosen, into the queue of every session: after a scan, while the first one goes on, when a session
/// is opened or activated, and when other music is chosen.
/// </summary>
internal sealed partial class LibrarySync(MusicLibrary library, SessionHubs sessions, ILogger<LibrarySync> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    // A session that is being opened must not get the tracks from before a scan that it missed.
    private readonly SemaphoreSlim one = new(1);

    private readonly TaskCompletionSource followed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first scan is in every queue.</summary>
    public Task Followed => followed.Task;

    /// <summary>
    /// Scans the audio directory. New tracks go to the end of each queue, vanished ones leave it, and every phone is told. Where nothing
    /// could be scanned, the queues stay as they are.
    /// </summary>
    /// <param name="cancel">Ends the waiting, not the scan.</param>
    /// <param name="onlyChanges">Nobody is told of a scan that found what was known.</param>
    public async Task<LibraryScan> ScanAsync(CancellationToken cancel, bool onlyChanges = false)
    {
        var scan = await library.ScanAsync(cancel, retries: !onlyChanges);
        if (scan.Error is null && (scan.Added + scan.Removed > 0 || scan.PlaylistsChanged || !onlyChanges))
        {
            await FollowAllAsync();
        }

        return scan;
    }

    /// <summary>Tells every phone that the index has changed.</summary>
    public Task TellAsync() => ForAllAsync(TellAsync);

    /// <summary>Takes the library as it is into the queue of a session, again and again where the disk refuses that.</summary>
    public async Task FollowAsync(SessionHub session)
    {
        if (!await TryFollowAsync(session))
        {
            _ = RetryAsync(session);
        }
    }

    /// <summary>Other music plays in a session: the union of these; none: everything.</summary>
    public async Task<Outcome> ChooseAsync(SessionHub session, IReadOnlyList<MusicChoice> music)
    {
        await one.WaitAsync();
        try
        {
            return await session.ExecuteAsync(new SessionCommand.ChooseMusic(music, library.Catalog.Select(music)));
        }
        finally
        {
            one.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        library.Grown = GrowAsync;
        for (var hasScanned = false; !followed.Task.IsCompleted;)
        {
            try
            {
                if (!hasScanned && (await library.ScanAsync(stoppingToken)).Error is { } error) throw new IOException(error);

                hasScanned = true;
                sessions.Awoke = FollowAsync;
                await sessions.Started.WaitAsync(stoppingToken);
                await FollowAllAsync();
                followed.TrySetResult();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotFollowed(e.Message);
                await Task.Delay(RetryPeriod, stoppingToken);
            }
        }
    }

    private async Task GrowAsync()
    {
        try
        {
            sessions.Awoke = FollowAsync;
            if (sessions.Started.IsCompleted) await FollowAllAsync();
        }
        catch (Exception e)
        {
            // The next part takes this one in too.
            LogNotFollowed(e.Message);
        }
    }

    private Task FollowAllAsync() => ForAllAsync(async session =>
    {
        await FollowAsync(session);
        await TellAsync(session);
    });

    private async Task ForAllAsync(Func<SessionHub, Task> act)
    {
        foreach (var entry in await sessions.ListAsync())
        {
            if (await sessions.FindAsync(entry.Name) is { } session) await act(session);
        }
    }

    private static Task TellAsync(SessionHub session) => session.RefreshAsync("library");

    private async Task<bool> TryFollowAsync(SessionHub session)
    {
        await one.WaitAsync();
        try
        {
            Outcome outcome;
            do
            {
                var music = await session.GetMusicAsync();
                // Asked before the catalog: what is whole stays whole.
                var isPart = !library.IsWhole;
                outcome = await session.ExecuteAsync(new SessionCommand.Reconcile(music, library.Catalog.Select(music), isPart));
            }
            while (outcome.Rejection is Rejection.OtherMusic);

            return outcome.Rejection is not Rejection.NotStored;
        }
        finally
        {
            one.Release();
        }
    }

    private async Task RetryAsync(SessionHub session)
    {
        try
        {
            do
            {
                await Task.Delay(RetryPeriod);
            }
            while (!session.HasEnded && !await TryFollowAsync(session));
        }
        catch (Exception e)
        {
            // The session moves; whoever activates it takes the library in again.
            LogNotFollowed(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The library could not be taken into a queue: {Complaint}")]
    private partial void LogNotFollowed(string complaint);
}
