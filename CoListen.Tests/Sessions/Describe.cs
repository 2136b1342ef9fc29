using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Tests.Sessions;

/// <summary>
/// Plain text for events, decisions and states. Equal text means equal meaning: records that hold sets do not compare by their members.
/// </summary>
internal static class Describe
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public static string Of(SessionEvent happened) => happened switch
    {
        BarrierOpened e => FormattableString.Invariant($"opened {Of(e.Type)} {e.TrackId}@{e.PositionSec} {Of(e.Members)}"),
        BarrierReleased e => FormattableString.Invariant($"released {Of(e.Type)} {e.TrackId}@{e.PositionSec} {Of(e.Members)}"),
        Paused e => FormattableString.Invariant($"paused @{e.PositionSec}") + (e.Reason is null ? "" : $" {e.Reason}"),
        Seeked e => FormattableString.Invariant($"seeked @{e.PositionSec}"),
        QueueChanged e => Of(e.Queue),
        ClientPaired e => $"paired {e.ClientId} {e.Name} ({e.TokenHash}) {e.At:O}",
        ClientRenamed e => $"{e.ClientId} is called {e.Name}",
        HostChanged e => $"{e.ClientId} is a {(e.IsHost ? "host" : "guest")}",
        ControlChanged e => $"control: {e.Control}",
        EvenLoudnessChanged e => $"even loudness {(e.IsOn ? "on" : "off")}",
        MusicChosen e => e.Music.Count == 0 ? "music: everything" : $"music: {Of(e.Music.Select(choice => choice.Name))}",
        ClientForgotten e => $"forgot {e.ClientId}",
        StreamOpened e => $"stream {e.StreamId} of {e.ClientId} opened {(e.InSound ? "sounding" : "silent")}",
        StreamClosed e => $"stream {e.StreamId} of {e.ClientId} closed",
        StreamsLost => "all streams lost",
        MemberJoined e => $"{e.ClientId} joined",
        MemberReady e => $"{e.ClientId} ready",
        MemberLeft e => $"{e.ClientId} left",
        MemberStalled e => $"{e.ClientId} stalled",
        TrackSatOut e => $"{e.ClientId} sat out{Why(e.Reason)}",
        TrackHeardOut e => $"{e.ClientId} heard it out",
        ListenerLeft e => $"{e.ClientId} silent",
        ListenerReturned e => $"{e.ClientId} sounds again",
        ClientSlept e => $"{e.ClientId} asleep{Why(e.Reason)}",
        ClientWoke e => $"{e.ClientId} awake",
        TrackSkipped e => FormattableString.Invariant($"skipped {e.InARow}"),
        CurrentVanished e => e.Vanished ? "current vanished" : "current is back",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "An event without words."),
    };

    /// <summary>The current track has an asterisk, a wish its wisher: <c>queue [*A C(ann)] aside {B}</c>.</summary>
    public static string Of(PlayQueue queue) =>
        $"queue [{string.Join(' ', queue.Tracks.Select((id, i) =>
            (i == queue.Index ? "*" : "") + id + (queue.Wishes.TryGetValue(id, out var who) ? $"({who})" : "")))}]"
        + (queue.PutAside.IsEmpty ? "" : $" aside {Of(queue.PutAside)}");

    public static string Of(IEnumerable<SessionEvent> happened) => string.Join("; ", happened.Select(Of));

    /// <summary>The events, or "no: " and the reason, or "nothing".</summary>
    public static string Of(Decision decision) => decision switch
    {
        Decision.Accepted { Events.IsEmpty: true } => "nothing",
        Decision.Accepted accepted => Of(accepted.Events),
        Decision.Rejected rejected => $"no: {rejected.Rejection.GetType().Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "A decision without words."),
    };

    public static string Of(SessionCommand command) => command switch
    {
        SessionCommand.SetAside c => $"SetAside {Of(c.ClientIds)}",
        SessionCommand.Reconcile c => $"Reconcile {Of(c.TrackIds)} of {Of(c.Music.Select(choice => choice.Name))}",
        SessionCommand.ChooseMusic c => $"ChooseMusic {Of(c.TrackIds)} of {Of(c.Music.Select(choice => choice.Name))}",
        _ => command.ToString(),
    };

    public static string Of(SessionState state) => JsonSerializer.Serialize(state, Indented);

    private static string Why(SilenceReason? reason) => reason is null ? "" : $" ({reason})";

    private static string Of(BarrierType type) => type == BarrierType.Track ? "track" : "resume";

    private static string Of(IEnumerable<string> ids) => $"{{{string.Join(' ', ids)}}}";
}
