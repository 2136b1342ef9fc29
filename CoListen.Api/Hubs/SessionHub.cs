using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;

namespace CoListen.Api.Hubs;

/// <summary>
/// A session as this node sees it: calls go to the grain, wherever it is, and its messages come back for the streams that are open here.
/// While the grain moves to another node, calls wait for it.
/// </summary>
internal sealed partial class SessionHub : ISessionObserver, IAsyncDisposable
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(200);

    private readonly string node;
    private readonly HubServices services;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ISessionGrain grain;
    private readonly ISessionObserver self;
    private readonly HubStreams streams;
    private readonly BeatTrain beats;
    private readonly PeriodicTimer timer;
    private readonly Task running;
    private readonly Func<SessionHub, Task> awoke;
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool connected;
    private volatile bool ended;
    private volatile bool closing;

    public SessionHub(string name, string node, HubServices services, Func<SessionHub, Task> awoke)
    {
        (Name, this.node, this.services, this.awoke) = (name, node, services, awoke);
        (time, logger) = (services.Time, services.Logger);
        grain = services.Grains.GetGrain<ISessionGrain>(name);
        self = services.Grains.CreateObjectReference<ISessionObserver>(this);
        streams = new(services.Metrics, time);
        beats = new(streams, services.Options, time);
        timer = new(TickPeriod, time);
        services.Metrics.WatchStreams(CountStreams);
        using (ExecutionContext.SuppressFlow())
        {
            running = Task.Run(RunAsync);
        }
    }

    /// <summary>The session's name as the directory spells it.</summary>
    public string Name { get; }

    /// <summary>Completes when the session has answered and what follows its activation is done.</summary>
    public Task Started => started.Task;

    public bool HasEnded => ended;

    /// <summary>What phones do here; the session is told.</summary>
    public NodeActivity Activity { get; } = new();

    /// <summary>See <see cref="HubStreams.AwaitedTrackId"/>.</summary>
    public string? AwaitedTrackId => streams.AwaitedTrackId;

    public int CountStreams() => streams.Count;

    /// <summary>How many streams of the client are open here.</summary>
    public int CountStreamsOf(string clientId) => streams.CountOf(clientId);

    /// <summary>Sends a command to the session, see <see cref="ISessionGrain.Execute"/>.</summary>
    public async Task<Outcome> ExecuteAsync(SessionCommand command)
    {
        var outcome = await CallAsync(() => grain.Execute(command));
        if (command is SessionCommand.Leave { ClientId: var gone }) streams.End(s => s.ClientId == gone);
        if (command is SessionCommand.Remove { ClientId: var removed } && outcome.Rejection is null)
        {
            streams.End(s => s.ClientId == removed, "removed");
        }

        return outcome;
    }

    public Task<Authentication> AuthenticateAsync(string clientId, string tokenHash) =>
        CallAsync(() => grain.Authenticate(clientId, tokenHash));

    public async Task<SnapshotView> GetSnapshotAsync() => (await CallAsync(grain.GetSnapshot)).View;

    public Task<MusicChoice[]> GetMusicAsync() => CallAsync(grain.GetMusic);

    public Task<byte[]> GetStoredStateAsync() => CallAsync(grain.GetStoredState);

    public Task RefreshAsync(string reason) => services.Calls.RepeatAsync(() => grain.Refresh(reason), () => ended);

    /// <summary>Opens a stream that begins with what the phone missed or, where that is not known any more, with a snapshot.</summary>
    /// <param name="clientId">Whose stream; null for a screen that only looks on.</param>
    /// <param name="sounding">What the phone still sounds; null when it is silent.</param>
    /// <param name="lastEventId">The last message that the phone has seen on an earlier stream.</param>
    /// <returns>The stream, to be disposed when the connection ends; or why it was refused.</returns>
    public async Task<(EventStream? Stream, Rejection? Rejection)> OpenStreamAsync(string? clientId, Sounding? sounding, long? lastEventId)
    {
        var stream = new EventStream(Guid.NewGuid().ToString("N"), clientId, CloseStreamAsync);
        var opening = await CallAsync(() => grain.OpenStream(node, self, stream.Id, clientId, sounding));
        if (opening.Rejection is not null) return (null, opening.Rejection);
        if (opening.EndedStreamId is { } oldest) streams.End(s => s.Id == oldest);
        var isOpen = streams.TryResume(stream, opening.Epoch, lastEventId);
        while (!isOpen)
        {
            isOpen = streams.TryBegin(stream, await CallAsync(grain.GetSnapshot));
        }

        // DisposeAsync may have passed by before the stream was there.
        if (ended) stream.End();
        return (stream, null);
    }

    public Task OnMessages(MessageBatch batch)
    {
        using var span = SessionTrace.Continue("session.fanout", batch.TraceParent)?.SetTag("colisten.streams", streams.Count);
        if (!streams.TrySend(batch, Follow)) connected = false;
        return Task.CompletedTask;
    }

    /// <summary>Tells the streams why this node ends and ends them, then tells the session.</summary>
    public async Task LeaveAsync(string reason)
    {
        await EndAsync(reason);
        try
        {
            await grain.Disconnect(node).WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System);
        }
        catch (Exception e)
        {
            LogUnreachable(e);
        }
    }

    /// <summary>Has the session closed for good by <paramref name="close"/>.</summary>
    public async Task<DirectoryRefusal?> CloseAsync(Func<Task<DirectoryRefusal?>> close)
    {
        closing = true;
        try
        {
            var refusal = await close();
            if (refusal is null) await DisposeAsync();
            return refusal;
        }
        finally
        {
            closing = false;
        }
    }

    /// <summary>The session was closed for good. Its own message of that may come too late for these streams.</summary>
    public ValueTask DisposeAsync() => EndAsync("closed");

    private async ValueTask EndAsync(string reason)
    {
        if (ended) return;
        ended = true;
        services.Metrics.UnwatchStreams(CountStreams);
        timer.Dispose();
        beats.Dispose();
        streams.End(_ => true, reason);
        await running;
        services.Grains.DeleteObjectReference<ISessionObserver>(self);
    }

    private async Task CloseStreamAsync(EventStream stream)
    {
        streams.End(s => s == stream);
        try
        {
            await grain.CloseStream(stream.Id);
        }
        catch (Exception e)
        {
            // The next renewal leaves the stream out, which says the same.
            LogUnreachable(e);
        }
    }

    private void Follow(SessionMessage message, long sentAt)
    {
        if (message.Effect == MessageEffect.StartsSound) beats.Start(message.EventCount, sentAt);
        if (message.Effect == MessageEffect.StopsSound) beats.Stop();
        if (message.Effect == MessageEffect.EndsStreams) streams.End(_ => true);
    }

    // Calls the grain, again while it moves. A call may be made twice: an intent carries the eventCount that it was made against, a pairing
    // its token, a stream its id.
    private Task<T> CallAsync<T>(Func<Task<T>> call) => services.Calls.RepeatAsync(call, () => ended);

    [LoggerMessage(LogLevel.Warning, "A session does not answer.")]
    private partial void LogUnreachable(Exception exception);
}
