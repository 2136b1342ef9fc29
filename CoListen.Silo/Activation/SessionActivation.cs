using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoListen.Silo.Activation;

/// <summary>The only place where a session changes: one command at a time, decide → evolve → store → publish.</summary>
public sealed class SessionActivation : ISession, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim turn = new(1);
    private readonly StoredSession disk;
    private readonly TimeProvider time;
    private readonly SessionOptions options;
    private readonly ILogger<SessionActivation> logger;
    private readonly SessionFeed feed;
    private readonly BarrierWatch watch;
    private readonly MessageWriter messages;
    private readonly Lifeguard lifeguard;
    private readonly SessionMetrics metrics;
    private readonly BarrierClock barrierClock;
    private readonly BeatTrain beats;
    private SessionState state = SessionState.Fresh;
    private bool closed;

    /// <summary>Wakes the session from its file. A file that is no state is left as it is: the session can be read, not changed.</summary>
    public SessionActivation(IStateFile file, IOptions<SessionOptions> options, TimeProvider time, SessionMetrics metrics, ILogger<SessionActivation> logger)
    {
        (this.options, this.time, this.metrics, this.logger) = (options.Value, time, metrics, logger);
        disk = new(file, logger);
        barrierClock = new(metrics, time, logger);
        feed = new(time, metrics);
        watch = new(time);
        messages = new(feed, watch, time);
        WakeUp();
        beats = new(this, this.options, time);
        lifeguard = new(this, this.options, time);
        metrics.Watch(Load);
    }

    /// <inheritdoc />
    public ValueTask<SessionState> ReadAsync() => ValueTask.FromResult(Volatile.Read(ref state));

    /// <inheritdoc />
    public ValueTask<Outcome> ExecuteAsync(SessionCommand command)
    {
        var waiting = SessionTrace.Step("session.turn");
        return InTurnAsync(() =>
        {
            waiting?.Dispose();
            return PerformAsync(command);
        });
    }

    /// <inheritdoc />
    public ValueTask<StreamOutcome> OpenStreamAsync(string? clientId, long? sounding, long? lastEventId) =>
        OpenAsync(clientId, sounding, stream => feed.Add(stream, lastEventId, Snapshot));

    /// <summary>Lets a phone in whose messages somebody else hands on: the stream gets a snapshot and nothing after it. Dispose it when the connection ends.</summary>
    internal ValueTask<StreamOutcome> AdmitAsync(string? clientId, long? sounding) => OpenAsync(clientId, sounding, stream => feed.Greet(stream, Snapshot));

    private async ValueTask<StreamOutcome> OpenAsync(string? clientId, long? sounding, Action<FeedStream> begin)
    {
        // A phone that comes back has closed its old stream, but the server may not have noticed yet.
        var began = time.GetTimestamp();
        StreamOutcome outcome;
        while ((outcome = await InTurnAsync(() => TryOpenAsync(clientId, sounding, begin))) is StreamOutcome.TooMany && time.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Patience / 60, time);
        }

        return outcome;
    }

    /// <inheritdoc />
    public void Heard(string clientId) => watch.Heard(clientId);

    /// <inheritdoc />
    public void Served(string clientId, string trackId, long servedUpTo, long size) => watch.Served(clientId, trackId, servedUpTo, size);

    /// <inheritdoc />
    public async ValueTask RefreshAsync(string reason) => await InTurnAsync(() =>
    {
        feed.Publish("refresh", new RefreshPayload(reason), state.EventCount);
        return ValueTask.FromResult(true);
    });

    /// <summary>Ends every stream; phones keep sounding and come back when there is a session again.</summary>
    public async ValueTask DisposeAsync()
    {
        metrics.Unwatch(Load);
        await beats.DisposeAsync();
        await lifeguard.DisposeAsync();
        await InTurnAsync(() =>
        {
            feed.RemoveAll(clientId: null);
            return ValueTask.FromResult(true);
        });
    }

    /// <summary>Ends the session for good: its streams hear why and end, its file goes, and whoever asks from then on is unknown.</summary>
    public async ValueTask CloseAsync()
    {
        metrics.Unwatch(Load);
        await beats.DisposeAsync();
        await lifeguard.DisposeAsync();
        await InTurnAsync(async () =>
        {
            feed.Publish("refresh", new RefreshPayload("closed"), state.EventCount);
            feed.RemoveAll(clientId: null);
            closed = true;
            Volatile.Write(ref state, SessionState.Fresh);
            await disk.DeleteAsync();
            return true;
        });
    }

    internal async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> act)
    {
        await turn.WaitAsync();
        try
        {
            return await act();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What has to happen by itself by now; called in turn, a few times a second.</summary>
    internal async ValueTask LookAsync(TimeSpan unheardFor)
    {
        if (watch.Stalled(state, TimeSpan.FromSeconds(options.StallSec)) is { Count: > 0 } stalled)
        {
            await PerformAsync(new SessionCommand.SetAside(stalled));
        }

        if (unheardFor >= TimeSpan.FromSeconds(options.ListenerGraceSec))
        {
            await PerformAsync(new SessionCommand.EndGrace());
        }

        messages.CatchUp(state);
    }

    internal void Heartbeat() => feed.PublishFleeting("heartbeat", new HeartbeatPayload(), state.EventCount);

    /// <returns>Whether the session still plays from the event that the beat follows.</returns>
    internal bool Beat(BeatPayload beat)
    {
        var stands = state.AnchorEvent == beat.AnchorEvent && state.PlayState.Mode == PlayMode.Playing;
        if (stands)
        {
            feed.PublishToIdle("beat", beat, state.EventCount);
        }

        return stands;
    }

    /// <summary>Decides, stores and publishes; called in turn.</summary>
    internal async ValueTask<Outcome> PerformAsync(SessionCommand command)
    {
        using var span = SessionTrace.Begin(command);
        barrierClock.Link(span, state);
        var outcome = await ChangeAsync(command);
        var word = outcome.Rejection is { } rejection ? SessionTrace.NameOf(rejection) : "accepted";
        SessionTrace.End(span, word, outcome);
        metrics.Decided(SessionTrace.NameOf(command), word);
        logger.Performed(command, word, outcome.State.EventCount);
        return outcome;
    }

    private async ValueTask<Outcome> ChangeAsync(SessionCommand command)
    {
        if (closed)
        {
            return new(state, new Rejection.UnknownClient());
        }

        if (disk.IsCorrupt && command is SessionCommand.Intent)
        {
            return new(state, new Rejection.StateCorrupt());
        }

        var before = state;
        var deciding = SessionTrace.Step("session.decide");
        var decision = SessionDecider.Decide(before, command);
        if (decision is Decision.Rejected { Rejection: var rejection })
        {
            deciding?.Dispose();
            return new(before, rejection);
        }

        var events = ((Decision.Accepted)decision).Events;
        var after = SessionEvolver.Apply(before, events);
        deciding?.Dispose();
        if (!await disk.TryWriteAsync(after))
        {
            return new(before, new Rejection.NotStored());
        }

        Volatile.Write(ref state, after);
        foreach (var happened in events)
        {
            watch.Observe(after, happened);
            barrierClock.Observe(before, happened, command);
        }

        var since = time.GetTimestamp();
        using (SessionTrace.Step("session.fanout")?.SetTag("colisten.streams", feed.Count))
        {
            messages.Publish(before, events);
        }

        if (after.PlayState.Mode == PlayMode.Playing && after.AnchorEvent > before.AnchorEvent)
        {
            beats.Follow(after.AnchorEvent, since, feed.Count);
        }

        if (command is SessionCommand.Leave { ClientId: var gone })
        {
            feed.RemoveAll(gone);
        }

        return new(after, null);
    }

    private SessionLoad Load() => new(Volatile.Read(ref state).Active.Count, feed.Count);

    private async ValueTask<StreamOutcome> TryOpenAsync(string? clientId, long? sounding, Action<FeedStream> begin)
    {
        if (closed)
        {
            return new StreamOutcome.Refused(new Rejection.UnknownClient());
        }

        if (clientId is not null && state.Clients.GetValueOrDefault(clientId)?.Streams.Count >= options.StreamsPerClient)
        {
            return new StreamOutcome.TooMany();
        }

        var stream = new FeedStream(Guid.NewGuid().ToString("N"), clientId, CloseAsync);
        if (clientId is not null && (await PerformAsync(new SessionCommand.OpenStream(clientId, stream.Id, sounding))).Rejection is { } rejection)
        {
            return new StreamOutcome.Refused(rejection);
        }

        begin(stream);
        return new StreamOutcome.Opened(stream);
    }

    private (SnapshotView View, long EventCount) Snapshot() => (SnapshotView.Of(state), state.EventCount);

    private async ValueTask CloseAsync(FeedStream stream)
    {
        await InTurnAsync(() =>
        {
            feed.Remove(stream);
            return ValueTask.FromResult(true);
        });
        if (stream.ClientId is { } clientId)
        {
            await lifeguard.UntilStoredAsync(new SessionCommand.CloseStream(clientId, stream.Id, time.GetUtcNow()));
        }
    }

    private void WakeUp()
    {
        state = disk.Read();

        // Nothing of this needs storing: open streams never are.
        if (SessionDecider.Decide(state, new SessionCommand.Restart()) is Decision.Accepted { Events: var events })
        {
            state = SessionEvolver.Apply(state, events);
        }
    }
}
