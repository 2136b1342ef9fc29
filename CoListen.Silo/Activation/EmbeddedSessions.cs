using System.Text.Json;
using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoListen.Silo.Activation;

/// <summary>Every session in this process. The list of those beside <c>main</c> is on disk before anybody hears of it.</summary>
public sealed partial class EmbeddedSessions : ISessions, IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly SessionFiles files;
    private readonly AtomicFile list;
    private readonly PairingOptions pairing;
    private readonly Func<string, SessionActivation> wake;
    private readonly ILogger logger;
    private Open[] open;
    private bool corrupt;

    /// <summary>Wakes every session of the list from its file. A list that is none is left as it is: then there is <c>main</c> alone.</summary>
    public EmbeddedSessions(
        SessionFiles files,
        IOptions<SessionOptions> options,
        IOptions<PairingOptions> pairing,
        TimeProvider time,
        SessionMetrics metrics,
        ILogger<EmbeddedSessions> logger,
        ILoggerFactory loggers)
    {
        (this.files, this.pairing, this.logger) = (files, pairing.Value, logger);
        list = new(files.Directory, metrics);
        wake = path => new SessionActivation(new AtomicFile(path, metrics), options, time, metrics, loggers.CreateLogger<SessionActivation>());
        open = [new(SessionName.Main, PairingCode.Of(this.pairing.Code), this.pairing.NewWindow(), wake(files.Main))];
        foreach (var name in ReadList())
        {
            open = [.. open, New(name)];
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<SessionEntry>> ListAsync() => ValueTask.FromResult<IReadOnlyList<SessionEntry>>([.. Volatile.Read(ref open).Select(o => o.Entry)]);

    /// <inheritdoc />
    public ValueTask<ISession?> FindAsync(string name) => ValueTask.FromResult<ISession?>(Find(name)?.Session);

    /// <inheritdoc />
    public async ValueTask<OpenOutcome> OpenAsync(string name)
    {
        if (SessionName.Clean(name) is not { } clean)
        {
            return new(null, SessionsRefusal.BadName);
        }

        await turn.WaitAsync();
        try
        {
            var refusal = corrupt ? SessionsRefusal.Corrupt
                : Find(clean) is not null ? SessionsRefusal.NameTaken
                : open.Length >= SessionName.MaxSessions ? SessionsRefusal.TooMany
                : (SessionsRefusal?)null;
            if (refusal is not null || !TryStore([.. open.Skip(1).Select(o => o.Name), clean], forget: clean))
            {
                return new(null, refusal ?? SessionsRefusal.NotStored);
            }

            var session = New(clean);
            Volatile.Write(ref open, [.. open, session]);
            return new(session.Entry, null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask<SessionsRefusal?> CloseAsync(string name)
    {
        await turn.WaitAsync();
        try
        {
            if (corrupt || SessionName.IsMain(name) || Find(name) is not { } closing)
            {
                return SessionName.IsMain(name) ? SessionsRefusal.MainStays : corrupt ? SessionsRefusal.Corrupt : SessionsRefusal.Unknown;
            }

            var rest = open.Where(o => o != closing).ToArray();
            if (!TryStore(rest.Skip(1).Select(o => o.Name), forget: null))
            {
                return SessionsRefusal.NotStored;
            }

            Volatile.Write(ref open, rest);
            await closing.Session.CloseAsync();
            return null;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask<bool> TryPassAsync(string name) => ValueTask.FromResult(Find(name)?.Window.TryPass() ?? false);

    /// <inheritdoc />
    public ValueTask OpenPairingAsync(string name)
    {
        Find(name)?.Window.Open();
        return ValueTask.CompletedTask;
    }

    /// <summary>Tells every phone that the server goes, and ends every stream.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in Volatile.Read(ref open))
        {
            await one.Session.RefreshAsync("shutdown");
            await one.Session.DisposeAsync();
        }
    }

    private Open? Find(string name) => Array.Find(Volatile.Read(ref open), o => SessionName.Same(o.Name, name));

    private Open New(string name)
    {
        PairingCode code;
        do
        {
            code = PairingCode.Of(null);
        }
        while (Array.Exists(open, o => o.Code.Matches(code.Text)));

        return new(name, code, pairing.NewWindow(), wake(files.Of(name)));
    }

    private IReadOnlyList<string> ReadList()
    {
        try
        {
            return list.Read() is { } bytes
                ? SessionListJson.Read(bytes, name => string.Equals(SessionName.Clean(name), name, StringComparison.Ordinal) && !SessionName.IsMain(name))
                : [];
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            corrupt = true;
            LogCorrupt(list.Name, e.Message);
            return [];
        }
    }

    /// <param name="names">Who is open from now on.</param>
    /// <param name="forget">Whose state file may be left from a session that was closed while the disk failed: the new one must not find it.</param>
    private bool TryStore(IEnumerable<string> names, string? forget)
    {
        try
        {
            if (forget is not null)
            {
                new AtomicFile(files.Of(forget)).Delete();
            }

            list.Write(SessionListJson.Write(names));
            return true;
        }
        catch (IOException e)
        {
            LogNotStored(list.Name, e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Critical, "SCREAM: the list of sessions {File} cannot be used and is left as it is: {Complaint} Mend it or move it away, then start again. Until then there is main alone.")]
    private partial void LogCorrupt(string file, string complaint);

    [LoggerMessage(LogLevel.Error, "The list of sessions could not be written to {File}, so the old one stands: {Complaint}")]
    private partial void LogNotStored(string file, string complaint);

    private sealed record Open(string Name, PairingCode Code, PairingWindow Window, SessionActivation Session)
    {
        public SessionEntry Entry => new(Name, Code.Text, Window.IsOpen);
    }
}
