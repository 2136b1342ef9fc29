using System.Text.Json;
using System.Text.Json.Serialization;
using CoListen.Silo.Sessions;

namespace CoListen.Silo.Activation;

/// <summary>The whole session as phones see it: the answer of <c>GET /snapshot</c> and the first message of a stream.</summary>
public sealed record SnapshotView(
    long EventCount,
    IReadOnlyList<string> Queue,
    int QueueIndex,
    PlayState PlayState,
    BarrierView? Barrier,
    IReadOnlyDictionary<string, ClientView> Clients,
    IReadOnlyCollection<string> Listeners,
    long AnchorEvent)
{
    /// <summary>What of <paramref name="state"/> phones may see.</summary>
    public static SnapshotView Of(SessionState state) => new(
        state.EventCount,
        state.Queue.Tracks,
        state.Queue.Index,
        state.PlayState,
        state.Barrier is { } b ? new(b.Type, b.TrackId, b.Members, b.Ready) : null,
        ClientView.AllOf(state),
        state.Listeners,
        state.AnchorEvent);
}

/// <summary>A pending barrier as phones see it.</summary>
public sealed record BarrierView(BarrierType Type, string TrackId, IReadOnlyCollection<string> Members, IReadOnlyCollection<string> Ready);

/// <summary>A paired phone as others see it.</summary>
public sealed record ClientView(string Name, bool Active)
{
    internal static SortedDictionary<string, ClientView> AllOf(SessionState state)
    {
        var all = new SortedDictionary<string, ClientView>(StringComparer.Ordinal);
        foreach (var (id, client) in state.Clients)
        {
            all.Add(id, new(client.Name, client.Active));
        }

        return all;
    }
}

/// <summary>How everything that phones read is written: camelCase, enums as words.</summary>
public static class WireJson
{
    /// <summary>The options that write it.</summary>
    public static JsonSerializerOptions Options { get; } = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Makes <paramref name="options"/> write it so.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}

internal sealed record BarrierOpenPayload(BarrierType Type, string TrackId, double PositionSec, IReadOnlyCollection<string> Members, IReadOnlyCollection<string> Ready);

internal sealed record BarrierProgressPayload(
    string TrackId, IReadOnlyCollection<string> Members, IReadOnlyCollection<string> Ready, IReadOnlyList<WaitingView> Waiting, IReadOnlyCollection<string> SetAside)
{
    public bool SaysTheSameAs(BarrierProgressPayload other) =>
        string.Equals(TrackId, other.TrackId, StringComparison.Ordinal) && Members.SequenceEqual(other.Members, StringComparer.Ordinal) && Ready.SequenceEqual(other.Ready, StringComparer.Ordinal)
        && Waiting.SequenceEqual(other.Waiting) && SetAside.SequenceEqual(other.SetAside, StringComparer.Ordinal);
}

internal sealed record WaitingView(string ClientId, int Percent);

internal sealed record BarrierReleasePayload(BarrierType Type, string TrackId, double PositionSec, IReadOnlyCollection<string> Members);

internal sealed record PausedPayload(double PositionSec, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

internal sealed record SeekedPayload(double PositionSec);

internal sealed record QueueChangedPayload(IReadOnlyList<string> Queue, int QueueIndex);

internal sealed record ClientsChangedPayload(IReadOnlyDictionary<string, ClientView> Clients, IReadOnlyCollection<string> Listeners);

internal sealed record RefreshPayload(string Reason);

internal sealed record HeartbeatPayload;

/// <summary>Beat <paramref name="K"/> of the train that follows the event <paramref name="AnchorEvent"/>.</summary>
internal sealed record BeatPayload(long AnchorEvent, int K, int SpacingMs);
