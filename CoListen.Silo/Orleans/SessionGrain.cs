using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Storage;

namespace CoListen.Silo.Orleans;

/// <summary>A thin shell around <see cref="SessionActivation"/>: no rule of its own. Reentrant, because the activation itself lets in one command at a time.</summary>
[Reentrant]
[PreferLocalPlacement]
internal sealed partial class SessionGrain(
    [FromKeyedServices(SessionGrain.Storage)] IGrainStorage storage,
    IOptions<SessionOptions> options,
    TimeProvider time,
    SessionMetrics metrics,
    ILoggerFactory loggers) : Grain, ISessionGrain, IAsyncDisposable
{
    /// <summary>The name of the grain storage.</summary>
    public const string Storage = "sessions";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lapse = TimeSpan.FromSeconds(6);

    private readonly string epoch = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, NodeSeat> seats = new(StringComparer.Ordinal);
    private SessionActivation session = null!;
    private SessionState? last;
    private long version;
    private bool closed;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var file = new GrainStateFile(storage, GrainContext.GrainId, () => this.DeactivateOnIdle());
        await file.LoadAsync();
        session = new(file, options, time, metrics, loggers.CreateLogger<SessionActivation>());
        LogAtHome(loggers.CreateLogger<SessionGrain>(), this.GetPrimaryKeyString());
        this.RegisterGrainTimer(ForgetSilentNodesAsync, new GrainTimerCreationOptions(Look, Look) { Interleave = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Interlocked.Exchange(ref session!, null) is { } ending)
            {
                await ending.DisposeAsync();
            }
        }
        catch (InconsistentStateException)
        {
            // Another activation has the session; this one was told so while it looked after the room.
        }
    }

    public async ValueTask<StateReply> ReadAsync(StateMark known)
    {
        var state = await session.ReadAsync();
        var mark = MarkOf(state);
        return new(mark, mark == known ? null : state, null, closed);
    }

    public async ValueTask<StateReply> ExecuteAsync(SessionCommand command)
    {
        var outcome = await session.ExecuteAsync(command);
        return new(MarkOf(outcome.State), outcome.State, outcome.Rejection, closed);
    }

    public async ValueTask<Admission> AdmitAsync(string node, string? clientId, long? sounding)
    {
        switch (await session.AdmitAsync(clientId, sounding))
        {
            case StreamOutcome.Opened { Stream: var stream }:
                SeatOf(node).Add(stream);
                return new(epoch, stream.Id, stream.Frames.TryRead(out var snapshot) ? snapshot.ToArray() : [], null);
            case StreamOutcome.Refused { Rejection: var rejection }:
                return new(epoch, null, [], rejection);
            default:
                return new(epoch, null, [], null);
        }
    }

    public ValueTask DismissAsync(string node, string streamId) => SeatOf(node).RemoveAsync(streamId);

    public async ValueTask SubscribeAsync(string node, string subscription, ISessionObserver observer, string lastEpoch, long lastEventId)
    {
        if (await session.OpenStreamAsync(clientId: null, sounding: null, string.Equals(lastEpoch, epoch, StringComparison.Ordinal) ? lastEventId : null) is StreamOutcome.Opened { Stream: var stream })
        {
            var seat = SeatOf(node);
            seat.Hear();
            await seat.FeedAsync(epoch, subscription, stream, observer);
        }
    }

    public async ValueTask<string[]?> RenewAsync(string node, string subscription, string[] streamIds)
    {
        if (!seats.TryGetValue(node, out var seat) || !seat.Feeds(subscription))
        {
            return null;
        }

        seat.Hear();
        var clients = (await session.ReadAsync()).Clients;
        return await seat.MatchAsync(streamIds, s => s.ClientId is null || clients.GetValueOrDefault(s.ClientId)?.Streams.ContainsKey(s.Id) == true);
    }

    public ValueTask HearAsync(Signs signs)
    {
        foreach (var clientId in signs.Heard)
        {
            session.Heard(clientId);
        }

        foreach (var taken in signs.Taken)
        {
            session.Served(taken.ClientId, taken.TrackId, taken.ServedUpTo, taken.Size);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RefreshAsync(string reason) => session.RefreshAsync(reason);

    public ValueTask LeaveAsync(string node) => seats.Remove(node, out var seat) ? seat.LeaveAsync() : ValueTask.CompletedTask;

    public async ValueTask CloseAsync()
    {
        closed = true;
        await session.CloseAsync();
        this.DeactivateOnIdle();
    }

    private async Task ForgetSilentNodesAsync(CancellationToken cancel)
    {
        foreach (var (node, seat) in seats.Where(s => s.Value.SilentFor > Lapse).ToArray())
        {
            seats.Remove(node);
            await seat.LeaveAsync();
        }
    }

    private NodeSeat SeatOf(string node)
    {
        if (!seats.TryGetValue(node, out var seat))
        {
            seats.Add(node, seat = new(time));
        }

        return seat;
    }

    private StateMark MarkOf(SessionState state)
    {
        if (!ReferenceEquals(state, last))
        {
            (last, version) = (state, version + 1);
        }

        return new(epoch, version);
    }

    [LoggerMessage(LogLevel.Information, "The session {Name} is at home in this node.")]
    private static partial void LogAtHome(ILogger logger, string name);
}
