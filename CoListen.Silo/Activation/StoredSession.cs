using System.Text.Json;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.Logging;

namespace CoListen.Silo.Activation;

/// <summary>The state of one session as it rests in its file. A failing disk is a word in the log, never an exception.</summary>
internal sealed partial class StoredSession(IStateFile file, ILogger logger)
{
    private byte[] stored = [];

    /// <summary>What rests there is no state; it stays as it is, whatever happens.</summary>
    public bool IsCorrupt { get; private set; }

    /// <summary>The state that rests there; a fresh one where there is none, or none that can be used.</summary>
    public SessionState Read()
    {
        try
        {
            if (file.Read() is { } bytes)
            {
                var state = StateJson.Read(bytes);
                stored = bytes;
                return state;
            }
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            IsCorrupt = true;
            LogCorrupt(file.Name, e.Message);
        }

        return SessionState.Fresh;
    }

    /// <summary>Lets the state rest; false when the disk did not take it. What changes nothing there is not written.</summary>
    public async ValueTask<bool> TryWriteAsync(SessionState state)
    {
        if (IsCorrupt)
        {
            return true;
        }

        var serialising = SessionTrace.Step("storage.serialise");
        var bytes = StateJson.Write(state);
        serialising?.Dispose();
        if (bytes.AsSpan().SequenceEqual(stored))
        {
            return true;
        }

        try
        {
            using var writing = SessionTrace.Step("storage.write")?.SetTag("colisten.state.size", bytes.Length);
            await file.WriteAsync(bytes);
            stored = bytes;
            return true;
        }
        catch (IOException e)
        {
            LogNotStored(file.Name, e.Message);
            return false;
        }
    }

    /// <summary>Forgets the state for good.</summary>
    public async ValueTask DeleteAsync()
    {
        try
        {
            await file.DeleteAsync();
        }
        catch (IOException e)
        {
            LogNotDeleted(file.Name, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Critical, "SCREAM: the state file {File} cannot be used and is left as it is: {Complaint} Mend it or move it away, then start again. Until then nothing can be controlled.")]
    private partial void LogCorrupt(string file, string complaint);

    [LoggerMessage(LogLevel.Warning, "The session is closed, but its file {File} could not be deleted and may be: {Complaint}")]
    private partial void LogNotDeleted(string file, string complaint);

    [LoggerMessage(LogLevel.Error, "The state could not be written to {File}, so the old one stands: {Complaint}")]
    private partial void LogNotStored(string file, string complaint);
}
