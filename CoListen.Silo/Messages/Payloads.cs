using CoListen.Silo.Sessions;

namespace CoListen.Silo.Messages;

internal sealed record BarrierOpenPayload(
    BarrierType Type, string TrackId, double PositionSec, IReadOnlyCollection<string> Members, IReadOnlyCollection<string> Ready);

internal sealed record BarrierProgressPayload(
    string TrackId,
    IReadOnlyCollection<string> Members,
    IReadOnlyCollection<string> Ready,
    IReadOnlyList<WaitingView> Waiting,
    IReadOnlyCollection<string> SetAside)
{
    public bool SaysTheSameAs(BarrierProgressPayload other) =>
        TrackId == other.TrackId
        && Members.SequenceEqual(other.Members, StringComparer.Ordinal)
        && Ready.SequenceEqual(other.Ready, StringComparer.Ordinal)
        && Waiting.SequenceEqual(other.Waiting)
        && SetAside.SequenceEqual(other.SetAside, StringComparer.Ordinal);
}

internal sealed record WaitingView(string ClientId, int Percent);

internal sealed record BarrierReleasePayload(BarrierType Type, string TrackId, double PositionSec, IReadOnlyCollection<string> Members);

internal sealed record PausedPayload(
    double PositionSec, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

internal sealed record SeekedPayload(double PositionSec);

/// <summary>Payload of <c>clients.changed</c>.</summary>
/// <param name="Clients">All clients; of a crowd those that changed since the last such message.</param>
/// <param name="Listeners">Who is in the sound.</param>
/// <param name="Control">Whose room it is.</param>
/// <param name="EvenLoudness">Whether songs are made equally loud.</param>
/// <param name="Gone">The clients that were forgotten since then; null where <paramref name="Clients"/> are all.</param>
internal sealed record ClientsChangedPayload(
    ClientViews Clients,
    IReadOnlyCollection<string> Listeners,
    Control Control,
    bool EvenLoudness,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Gone);

/// <summary>Payload of <c>copies.changed</c>.</summary>
/// <param name="Copies">On how many of the phones that are here a track lies now, for each track where that has changed.</param>
internal sealed record CopiesChangedPayload(IReadOnlyDictionary<string, int> Copies);

/// <summary>Payload of <c>refresh</c>.</summary>
/// <param name="Reason"><c>library</c> (the index has changed), <c>shutdown</c> (of the server), <c>closed</c> (the session, for good) or
/// <c>removed</c> (this phone, by the host).</param>
internal sealed record RefreshPayload(string Reason);
