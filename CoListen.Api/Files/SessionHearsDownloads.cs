namespace CoListen.Api.Files;

/// <summary>The session hears how far every download has come: that is how it knows whom it still waits for.</summary>
internal sealed class SessionHearsDownloads(ISession session) : IDownloadProgress
{
    /// <inheritdoc/>
    public void Served(string clientId, string trackId, long servedUpTo, long size) => session.Served(clientId, trackId, servedUpTo, size);
}
