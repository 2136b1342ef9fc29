using CoListen.Silo.Sessions;

namespace CoListen.Api.Library;

/// <summary>Scans the library and takes what was found into the session's queue.</summary>
internal sealed class QueueFollowsLibrary(MusicLibrary library, ISession session)
{
    /// <summary>Scans; new tracks go to the end of the queue, vanished ones leave it, and every phone hears of it.</summary>
    /// <returns>How the scan went. Where nothing could be scanned, the queue stays as it is.</returns>
    public async Task<LibraryScan> ScanAsync(CancellationToken cancel)
    {
        var scan = await library.ScanAsync(cancel);
        if (scan.Error is null)
        {
            await session.ExecuteAsync(new SessionCommand.Reconcile([.. library.Tracks.Select(t => t.TrackId)]));
            await session.RefreshAsync("library");
        }

        return scan;
    }
}
