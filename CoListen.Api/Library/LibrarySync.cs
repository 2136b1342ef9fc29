using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Library;

/// <summary>Scans the library and takes what was found into the queue of every session.</summary>
internal sealed class LibrarySync(MusicLibrary library, ISessions sessions) : IDisposable
{
    // A session that is being opened must not be filled with the tracks from before a scan that it has missed.
    private readonly SemaphoreSlim one = new(1);

    /// <summary>Scans; new tracks go to the end of each queue, vanished ones leave it, and every phone hears of it.</summary>
    /// <returns>How the scan went. Where nothing could be scanned, the queues stay as they are.</returns>
    public async Task<LibraryScan> ScanAsync(CancellationToken cancel)
    {
        var scan = await library.ScanAsync(cancel);
        if (scan.Error is null)
        {
            foreach (var session in await sessions.ListAsync())
            {
                await FollowAsync(session.Name);
            }
        }

        return scan;
    }

    /// <summary>Takes the library as it is into the queue of a session.</summary>
    public async Task FollowAsync(string name)
    {
        await one.WaitAsync();
        try
        {
            if (await sessions.FindAsync(name) is { } session)
            {
                await session.ExecuteAsync(new SessionCommand.Reconcile([.. library.Tracks.Select(t => t.TrackId)]));
                await session.RefreshAsync("library");
            }
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();
}
