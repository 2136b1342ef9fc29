using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using CoListen.Silo.Telemetry;
using Orleans.Placement;

namespace CoListen.Silo.Grains;

/// <summary>
/// The only place where a session changes: decide → store → publish, one command at a time. Reads interleave: the state is replaced only
/// after it is stored. The renewals of the nodes keep it active while it is silent, because phones wait for its messages; once it is
/// closed, nothing does.
/// </summary>
[PreferLocalPlacement]
internal sealed partial class SessionGrain : Grain, ISessionGrain
{
    private readonly string epoch = Guid.NewGuid().ToString("N");
    private readonly SessionOptions options;
    private readonly TimeProvider time;
    private readonly SessionMetrics metrics;
    private readonly ILogger<SessionGrain> logger;
    private readonly SessionStore store;
    private readonly ConnectedNodes nodes;
    private readonly ClientActivity activity;
    private readonly TrackCopies copies = new();
    private readonly AnchorClock anchorClock;
    private readonly MessageLog log;
    private readonly MessagePublisher publisher;
    private readonly BarrierTimer barrierTimer;
    private SessionState state = SessionState.Fresh;

    public SessionGrain(
        [FromKeyedServices(SessionStore.ProviderName)] IGrainStorage storage,
        IOptions<SessionOptions> options,
        TimeProvider time,
        SessionMetrics metrics,
        ILogger<SessionGrain> logger)
    {
        (this.options, this.time, this.metrics, this.logger) = (options.Value, time, metrics, logger);
        store = new(storage, GrainContext.GrainId, logger);
        nodes = new(time);
        activity = new(time);
        anchorClock = new(time);
        log = new(MessageLog.FirstNumber(time.GetUtcNow()));
        publisher = new(log, activity.Percent, time);
        barrierTimer = new(metrics, time, logger);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        state = await store.ReadAsync();
        // Open streams are never stored, so this needs no write.
        var restart = (Decision.Accepted)SessionDecider.Decide(state, new SessionCommand.Restart());
        state = SessionEvolver.Apply(state, restart.Events);
        anchorClock.Restart(state);
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TickPeriod, TickPeriod));
        metrics.WatchClients(CountActive);
        logger.Active();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.UnwatchClients(CountActive);
        return Task.CompletedTask;
    }

    public async Task<Outcome> Execute(SessionCommand command)
    {
        var rejection = await PerformAsync(command with { AnchorAgeSec = anchorClock.AgeSec(state) });
        return new(View, rejection);
    }

    public Task<Authentication> Authenticate(string clientId, string tokenHash) => Task.FromResult(
        store.IsCorrupt ? Authentication.StateCorrupt
        : state.Clients.TryGetValue(clientId, out var client) && client.HasToken(tokenHash) ? Authentication.Paired
        : Authentication.Unknown);

    public Task<SessionSnapshot> GetSnapshot() => Task.FromResult(new SessionSnapshot(Position, View with { Copies = copies.Told }));

    public Task<MusicChoice[]> GetMusic() => Task.FromResult(state.Music.ToArray());

    public Task<byte[]> GetStoredState() => Task.FromResult(StateJson.Write(state));

    public async Task<StreamOpening> OpenStream(
        string node, ISessionObserver observer, string streamId, string? clientId, Sounding? sounding)
    {
        nodes.Renew(node, observer, held: null);
        string? ended = null;
        if (clientId is not null)
        {
            var rejection = await PerformAsync(new SessionCommand.OpenStream(clientId, streamId, sounding?.AnchorEvent));

            // The disk may have refused what follows from the stream, and not the stream.
            if (rejection is not null && !IsOpen(clientId, streamId)) return new(epoch, rejection, null);
            var inSound = state.Clients[clientId].Streams[streamId];
            if (inSound && sounding?.PositionSec is { } positionSec) anchorClock.Learn(state, positionSec);
            ended = nodes.Oldest(clientId, streamId, options.StreamsPerClient);
        }

        nodes.Add(node, streamId, clientId);
        if (ended is not null) await CloseStream(ended);
        return new(epoch, null, ended);
    }

    public async Task CloseStream(string streamId)
    {
        if (nodes.RemoveStream(streamId) is { } clientId)
        {
            await PerformAsync(new SessionCommand.CloseStream(clientId, streamId, time.GetUtcNow()));
        }
    }

    public Task<Connection> Connect(string node, ISessionObserver observer, StreamPosition known, string[] streamIds)
    {
        nodes.Renew(node, observer, streamIds);
        var missed = known.Epoch == epoch ? log.After(known.Number) : null;
        var unknown = nodes.Unknown(streamIds, IsOpen);
        string[] removed = [.. unknown.Where(id => nodes.ClientOf(id) is { } clientId && !state.Clients.ContainsKey(clientId))];
        return Task.FromResult(new Connection(Position, missed, unknown, removed));
    }

    public Task ReportActivity(ActivityReport report)
    {
        activity.Add(report);
        foreach (var held in report.Held) copies.Set(held.ClientId, held.TrackIds);
        return Task.CompletedTask;
    }

    public Task Refresh(string reason)
    {
        Send(publisher.Refresh(reason, state.EventCount, MessageEffect.None));
        return Task.CompletedTask;
    }

    public async Task Disconnect(string node)
    {
        nodes.Remove(node);
        await CloseLostStreamsAsync();
    }

    public async Task<string[]> Close()
    {
        string[] tokens = [.. state.Clients.Values.Select(c => c.TokenHash)];
        Send(publisher.Refresh("closed", state.EventCount, MessageEffect.EndsStreams));
        state = SessionState.Fresh;
        await store.DeleteAsync();
        DeactivateOnIdle();
        return tokens;
    }

    private SnapshotView View => SnapshotView.Of(state, anchorClock.AgeSec(state));

    private StreamPosition Position => new(epoch, log.Last);

    private int CountActive() => state.Active.Count;

    private bool IsOpen(string clientId, string id) => state.Clients.GetValueOrDefault(clientId)?.Streams.ContainsKey(id) is true;

    private async Task<Rejection?> PerformAsync(SessionCommand command)
    {
        using var span = SessionTrace.Begin(command);
        barrierTimer.Link(span, state);
        var rejection = await ChangeAsync(command);
        var outcome = rejection is null ? "accepted" : SessionTrace.NameOf(rejection);
        SessionTrace.End(span, outcome, rejection, state.EventCount);
        metrics.Decided(SessionTrace.NameOf(command), outcome);
        logger.Performed(command, outcome, state.EventCount);
        return rejection;
    }

    private async Task<Rejection?> ChangeAsync(SessionCommand command)
    {
        if (store.IsCorrupt) return new Rejection.StateCorrupt();

        var before = state;
        Decision decision;
        using (SessionTrace.Step("session.decide")) decision = SessionDecider.Decide(before, command);
        if (decision is not Decision.Accepted { Events: var events }) return ((Decision.Rejected)decision).Rejection;
        var after = SessionEvolver.Apply(before, events);
        var rejection = await store.WriteAsync(after);
        if (rejection is not null)
        {
            if (command is SessionCommand.Intent or SessionCommand.Pair or SessionCommand.Rename or SessionCommand.Remove
                or SessionCommand.SetHost or SessionCommand.SetControl or SessionCommand.SetEvenLoudness
                or SessionCommand.ChooseMusic)
            {
                return rejection;
            }

            // Who is here is true whether stored or not. What follows from it waits for the disk.
            var all = events.Length;
            events = [.. events.TakeWhile(e => e is not SessionEvent.Versioned)];
            rejection = events.Length == all ? null : rejection;
            after = SessionEvolver.Apply(before, events);
        }

        state = after;
        anchorClock.Observe(state);
        Publish(before, events, command);
        return rejection;
    }

    private void Publish(SessionState before, IReadOnlyList<SessionEvent> events, SessionCommand command)
    {
        foreach (var happened in events) activity.Observe(state, happened);
        Send(publisher.Publish(before, events));
        foreach (var happened in events) barrierTimer.Observe(before, happened, command);
    }

    private void Send(SessionMessage[] messages)
    {
        if (messages.Length > 0) nodes.Send(new(epoch, messages, SessionTrace.Parent));
    }
}
