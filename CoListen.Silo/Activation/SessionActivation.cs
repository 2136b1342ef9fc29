using System.Text.Json;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoListen.Silo.Activation;

/// <summary>The only place where a session changes: one command at a time, decide → evolve → store → publish.</summary>
public sealed partial class SessionActivation : ISession, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly IStateFile _file;
    private readonly TimeProvider _time;
    private readonly SessionOptions _options;
    private readonly ILogger<SessionActivation> _logger;
    private readonly SessionFeed _feed;
    private readonly BarrierWatch _watch;
    private readonly MessageWriter _messages;
    private readonly Lifeguard _lifeguard;
    private SessionState _state = SessionState.Fresh;
    private byte[] _stored = [];
    private bool _corrupt;

    /// <summary>Wakes the session from its file. A file that is no state is left as it is: the session can be read, not changed.</summary>
    public SessionActivation(IStateFile file, IOptions<SessionOptions> options, TimeProvider time, ILogger<SessionActivation> logger)
    {
        (_file, _options, _time, _logger) = (file, options.Value, time, logger);
        _feed = new(time);
        _watch = new(time);
        _messages = new(_feed, _watch);
        Load();
        _lifeguard = new(this, _options, time);
    }

    /// <inheritdoc />
    public ValueTask<SessionState> ReadAsync() => ValueTask.FromResult(Volatile.Read(ref _state));

    /// <inheritdoc />
    public ValueTask<Outcome> ExecuteAsync(SessionCommand command) => InTurn(() => Execute(command));

    /// <inheritdoc />
    public ValueTask<StreamOutcome> OpenStreamAsync(string? clientId, long? sounding, long? lastEventId) => InTurn<StreamOutcome>(() =>
    {
        if (_feed.Count >= _options.Streams || (clientId is not null && _state.Clients.GetValueOrDefault(clientId)?.Streams.Count >= _options.StreamsPerClient))
        {
            return new StreamOutcome.TooMany();
        }

        var stream = new FeedStream(Guid.NewGuid().ToString("N"), clientId, CloseAsync);
        if (clientId is not null && Execute(new SessionCommand.OpenStream(clientId, stream.Id, sounding)).Rejection is { } rejection)
        {
            return new StreamOutcome.Refused(rejection);
        }

        _feed.Add(stream, lastEventId, () => (SnapshotView.Of(_state), _state.EventCount));
        return new StreamOutcome.Opened(stream);
    });

    /// <inheritdoc />
    public void Heard(string clientId) => _watch.Heard(clientId);

    /// <inheritdoc />
    public void Served(string clientId, string trackId, long servedUpTo, long size) => _watch.Served(clientId, trackId, servedUpTo, size);

    /// <inheritdoc />
    public async ValueTask RefreshAsync(string reason) => await InTurn(() =>
    {
        _feed.Publish("refresh", new RefreshPayload(reason), _state.EventCount);
        return true;
    });

    /// <summary>Ends every stream; phones keep sounding and come back when there is a session again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lifeguard.DisposeAsync();
        await InTurn(() =>
        {
            _feed.RemoveAll(clientId: null);
            return true;
        });
    }

    internal async ValueTask<T> InTurn<T>(Func<T> act)
    {
        await _turn.WaitAsync();
        try
        {
            return act();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What has to happen by itself by now; called in turn, a few times a second.</summary>
    internal void Look(TimeSpan unheardFor, ref BarrierProgressPayload? lastProgress)
    {
        if (_watch.Stalled(_state, TimeSpan.FromSeconds(_options.StallSec)) is { Count: > 0 } stalled)
        {
            Execute(new SessionCommand.SetAside(stalled));
        }

        if (unheardFor >= TimeSpan.FromSeconds(_options.ListenerGraceSec))
        {
            Execute(new SessionCommand.EndGrace());
        }

        var progress = MessageWriter.Progress(_state, _watch);
        if (progress is not null && lastProgress is not null && !progress.Waiting.SequenceEqual(lastProgress.Waiting))
        {
            _feed.Publish("barrier.progress", progress, _state.EventCount);
        }

        lastProgress = progress;
    }

    internal void Beat() => _feed.PublishFleeting("heartbeat", new HeartbeatPayload(), _state.EventCount);

    internal Outcome Execute(SessionCommand command)
    {
        if (_corrupt && command is SessionCommand.Intent)
        {
            return new(_state, new Rejection.StateCorrupt());
        }

        var before = _state;
        var decision = SessionDecider.Decide(before, command);
        if (decision is Decision.Rejected { Rejection: var rejection })
        {
            return new(before, rejection);
        }

        var events = ((Decision.Accepted)decision).Events;
        var after = SessionEvolver.Apply(before, events);
        if (!TryStore(after))
        {
            return new(before, new Rejection.NotStored());
        }

        Volatile.Write(ref _state, after);
        foreach (var happened in events)
        {
            _watch.Observe(after, happened);
        }

        _messages.Publish(before, events);
        if (command is SessionCommand.Leave { ClientId: var gone })
        {
            _feed.RemoveAll(gone);
        }

        return new(after, null);
    }

    private async ValueTask CloseAsync(FeedStream stream)
    {
        await InTurn(() =>
        {
            _feed.Remove(stream);
            return true;
        });
        if (stream.ClientId is { } clientId)
        {
            await _lifeguard.UntilStoredAsync(new SessionCommand.CloseStream(clientId, stream.Id, _time.GetUtcNow()));
        }
    }

    private void Load()
    {
        try
        {
            if (_file.Read() is { } bytes)
            {
                _state = StateJson.Read(bytes);
                _stored = bytes;
            }
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            _corrupt = true;
            LogCorrupt(_file.Name, e.Message);
        }

        Execute(new SessionCommand.Restart());
    }

    private bool TryStore(SessionState state)
    {
        if (_corrupt)
        {
            return true;
        }

        var bytes = StateJson.Write(state);
        if (bytes.AsSpan().SequenceEqual(_stored))
        {
            return true;
        }

        try
        {
            _file.Write(bytes);
            _stored = bytes;
            return true;
        }
        catch (IOException e)
        {
            LogNotStored(e, _file.Name);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Critical, "SCREAM: the state file {File} cannot be used and is left as it is: {Complaint} Mend it or move it away, then start again. Until then nothing can be controlled.")]
    private partial void LogCorrupt(string file, string complaint);

    [LoggerMessage(LogLevel.Error, "The state could not be written to {File}; the command is refused and the old state stands.")]
    private partial void LogNotStored(Exception e, string file);
}
