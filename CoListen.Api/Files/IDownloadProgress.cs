namespace CoListen.Api.Files;

/// <summary>Hears how far a download has come, while it is being served. Registered or not: the files are served either way.</summary>
public interface IDownloadProgress
{
    /// <summary>Called after each piece that the network has taken, from many downloads at once; it must not wait.</summary>
    /// <param name="clientId">Who downloads.</param>
    /// <param name="trackId">What is downloaded.</param>
    /// <param name="servedUpTo">Bytes from the start of the file to the end of this piece; a resumed download starts beyond 0.</param>
    /// <param name="size">Bytes of the whole file.</param>
    void Served(string clientId, string trackId, long servedUpTo, long size);
}
