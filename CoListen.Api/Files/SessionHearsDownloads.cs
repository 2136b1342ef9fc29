using CoListen.Api.Pairing;

namespace CoListen.Api.Files;

/// <summary>The caller's session hears how far every download has come: that is how it knows whom it still waits for.</summary>
internal sealed class SessionHearsDownloads(CallersSession own) : IDownloadProgress
{
    /// <inheritdoc/>
    public void Served(string clientId, string trackId, long servedUpTo, long size) => own.Session.Served(clientId, trackId, servedUpTo, size);
}
