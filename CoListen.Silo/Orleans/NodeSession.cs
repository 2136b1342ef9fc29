using System.Collections.Concurrent;
using System.Diagnostics;
using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;
using Microsoft.Extensions.Logging;

namespace CoListen.Silo.Orleans;

/// <summary>
/// A session as one node's API sees it: commands go to the grain, wherever it is, and its messages come back for the streams that are open here. While the grain
/// moves to another node, calls wait for it. A node that lost the thread ends its streams: their phones come back and say themselves what they know.
/// </summary>
internal sealed partial class NodeSession : ISession, ISessionObserver, IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private const int TicksBetweenRenewals = 5;

    private readonly NodeFeed feed = new();
    private readonly ConcurrentDictionary<string, bool> heard = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string ClientId, string TrackId), Taken> taken = new();
    private readonly SortedDictionary<long, Packet> early = [];
    private readonly Lock order = new();
    private readonly PeriodicTimer timer = new(Tick);
    private readonly ISessionGrain grain;
    private readonly ISessionObserver self;
    private readonly string node;
    private readonly ILogger logger;
    private readonly Task keeping;
    private volatile string? subscription;
    private long expected;
    private StateReply? latest;
    private volatile bool ended;

    public NodeSession(string name, string node, IGrainFactory grains, ILogger logger)
    {
        (Name, this.node, this.logger) = (name, node, logger);
        grain = grains.GetGrain<ISessionGrain>(SessionsGrain.Key(name));
        self = grains.CreateObjectReference<ISessionObserver>(this);
        using (ExecutionContext.SuppressFlow())
        {
            keeping = Task.Run(KeepAsync);
        }
    }

    /// <summary>As it was given.</summary>
    public string Name { get; }

    /// <summary>The session has been closed for good.</summary>
    public bool IsClosed => Volatile.Read(ref latest)?.Closed == true;

    /// <inheritdoc />
    public async ValueTask<SessionState> ReadAsync()
    {
        var known = Volatile.Read(ref latest);
        return Note(await CallAsync(g => g.ReadAsync(known?.Mark ?? default)), known);
    }

    /// <inheritdoc />
    public async ValueTask<Outcome> ExecuteAsync(SessionCommand command)
    {
        StateReply reply;
        try
        {
            reply = await CallAsync(g => g.ExecuteAsync(command));
        }
        catch (Exception e) when (Volatile.Read(ref latest) is { State: { } state })
        {
            LogUnreachable(Name, e);
            return new(state, new Rejection.NotStored());
        }

        if (command is SessionCommand.Leave { ClientId: var gone } && reply.Rejection is null)
        {
            feed.End(s => string.Equals(s.ClientId, gone, StringComparison.Ordinal));
        }

        return new(Note(reply, null), reply.Rejection);
    }

    /// <inheritdoc />
    public async ValueTask<StreamOutcome> OpenStreamAsync(string? clientId, long? sounding, long? lastEventId)
    {
        var admission = await CallAsync(g => g.AdmitAsync(node, clientId, sounding));
        if (admission.StreamId is not { } streamId)
        {
            return admission.Rejection is { } rejection ? new StreamOutcome.Refused(rejection) : new StreamOutcome.TooMany();
        }

        var stream = new FeedStream(streamId, clientId, CloseAsync);
        if (!feed.Add(stream, admission.Epoch, admission.Snapshot, lastEventId))
        {
            subscription = null;
        }

        return new StreamOutcome.Opened(stream);
    }

    /// <inheritdoc />
    public void Heard(string clientId) => heard[clientId] = true;

    /// <inheritdoc />
    public void Served(string clientId, string trackId, long servedUpTo, long size) => taken[(clientId, trackId)] = new(clientId, trackId, servedUpTo, size);

    /// <inheritdoc />
    public async ValueTask RefreshAsync(string reason) => await CallAsync(async g =>
    {
        await g.RefreshAsync(reason);
        return true;
    });

    /// <inheritdoc />
    public ValueTask HearAsync(Packet packet)
    {
        lock (order)
        {
            if (string.Equals(packet.Subscription, subscription, StringComparison.Ordinal) && packet.Number >= expected)
            {
                early[packet.Number] = packet;
            }

            for (; early.Remove(expected, out var next); expected++)
            {
                foreach (var frame in next.Frames)
                {
                    feed.Relay(next.Epoch, frame);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>This node goes: its streams hear why and end, the session hears that they are gone.</summary>
    public async ValueTask LeaveAsync(string reason)
    {
        feed.Tell(SessionFeed.Frame("refresh", new RefreshPayload(reason), Volatile.Read(ref latest)?.State?.EventCount ?? 0, seq: null));
        await DisposeAsync();
        try
        {
            await grain.LeaveAsync(node).AsTask().WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (Exception e)
        {
            LogUnreachable(Name, e);
        }
    }

    /// <summary>Ends every stream here.</summary>
    public async ValueTask DisposeAsync()
    {
        ended = true;
        timer.Dispose();
        feed.End(_ => true);
        await keeping;
    }

    private async ValueTask CloseAsync(FeedStream stream)
    {
        feed.End(s => s == stream);
        try
        {
            await grain.DismissAsync(node, stream.Id);
        }
        catch (Exception e)
        {
            // The next renewal leaves it out, which says the same.
            LogUnreachable(Name, e);
        }
    }

    private SessionState Note(StateReply reply, StateReply? known)
    {
        var whole = reply.State is null ? reply with { State = known!.State } : reply;
        var before = Volatile.Read(ref latest);
        if (before is null || !string.Equals(before.Mark.Epoch, whole.Mark.Epoch, StringComparison.Ordinal) || before.Mark.Version <= whole.Mark.Version)
        {
            Volatile.Write(ref latest, whole);
        }

        return whole.State!;
    }

    // Whatever a call did before its answer was lost, asking again does no harm: intents carry the eventCount that they were made against.
    private async ValueTask<T> CallAsync<T>(Func<ISessionGrain, ValueTask<T>> call)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await call(grain);
            }
            catch (Exception e) when (Stopwatch.GetElapsedTime(began) < Patience && !ended)
            {
                LogAgain(Name, e.Message);
                await Task.Delay(Tick);
            }
        }
    }

    private async Task KeepAsync()
    {
        for (var tick = 0; await timer.WaitForNextTickAsync(); tick++)
        {
            try
            {
                await SendSignsAsync();
                if (subscription is null || tick % TicksBetweenRenewals == 0)
                {
                    await RenewAsync();
                }
            }
            catch (Exception e)
            {
                LogUnreachable(Name, e);
            }
        }
    }

    private async ValueTask SendSignsAsync()
    {
        if (heard.IsEmpty && taken.IsEmpty)
        {
            return;
        }

        string[] who = [.. heard.Keys];
        Taken[] what = [.. taken.Values];
        Array.ForEach(who, id => heard.TryRemove(id, out _));
        Array.ForEach(what, t => taken.TryRemove(new KeyValuePair<(string, string), Taken>((t.ClientId, t.TrackId), t)));
        await grain.HearAsync(new(who, what));
    }

    private async ValueTask RenewAsync()
    {
        var missed = false;
        lock (order)
        {
            missed = early.Count > 0;
        }

        if (subscription is null || missed)
        {
            await SubscribeAsync();
        }

        if (subscription is not { } current)
        {
            return;
        }

        if (await grain.RenewAsync(node, current, feed.StreamIds) is { } unknown)
        {
            feed.End(s => unknown.Contains(s.Id, StringComparer.Ordinal));
        }
        else
        {
            subscription = null;
        }
    }

    private async ValueTask SubscribeAsync()
    {
        var id = Guid.NewGuid().ToString("N");
        lock (order)
        {
            (subscription, expected) = (id, 0);
            early.Clear();
        }

        var (epoch, last) = feed.Position;
        await grain.SubscribeAsync(node, id, self, epoch, last);
    }

    [LoggerMessage(LogLevel.Debug, "The session {Name} does not answer, asking again: {Complaint}")]
    private partial void LogAgain(string name, string complaint);

    [LoggerMessage(LogLevel.Warning, "The session {Name} does not answer.")]
    private partial void LogUnreachable(string name, Exception exception);
}
