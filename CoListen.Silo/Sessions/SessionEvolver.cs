using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Sessions;

/// <summary>(state, event) → state. Pure, and total: an event that does not fit changes nothing.</summary>
internal static class SessionEvolver
{
    public static SessionState Apply(SessionState state, SessionEvent happened) =>
        happened is Versioned versioned
            ? ApplyIntent(
                state with { EventCount = state.EventCount + 1, Undo = versioned is BarrierReleased ? state.Undo : null }, versioned)
            : ApplyFact(state, happened);

    public static SessionState Apply(SessionState state, IEnumerable<SessionEvent> happened) => happened.Aggregate(state, Apply);

    private static SessionState ApplyIntent(SessionState state, Versioned happened) => happened switch
    {
        BarrierOpened e => state with
        {
            Barrier = Barrier.Open(e.Type, e.TrackId, e.Members),
            PlayState = new(PlayMode.Paused, e.PositionSec),
            SatOut = ClientIds.Empty,
            HeardOut = ClientIds.Empty,
        },
        BarrierReleased e => EnterSound(state, e) with
        {
            Barrier = null,
            PlayState = new(PlayMode.Playing, e.PositionSec),
            AnchorEvent = state.EventCount,
            Listeners = e.Members,
            Released = e.Members,
            Skips = 0,
        },
        Paused e => state with
        {
            Barrier = null,
            PlayState = new(PlayMode.Paused, e.PositionSec),
            AnchorEvent = state.EventCount,
            Skips = 0,
            HeardOut = ClientIds.Empty,
        },
        Seeked e => state with
        {
            PlayState = state.PlayState with { AnchorPositionSec = e.PositionSec },
            AnchorEvent = state.EventCount,
            HeardOut = ClientIds.Empty,
        },
        QueueChanged e => state with
        {
            Queue = e.Queue,
            Undo = e.UndoableBy is null ? null : new(e.UndoableBy, state.Queue),
            Skips = 0,
            CurrentVanished = state.CurrentVanished && e.Queue.Current == state.Queue.Current,
        },
        _ => state,
    };

    private static SessionState ApplyFact(SessionState state, SessionEvent happened) => happened switch
    {
        ClientPaired e => state with
        {
            Clients = state.Clients.SetItem(
                e.ClientId,
                state.Clients.TryGetValue(e.ClientId, out var known)
                    ? known with { Name = e.Name, TokenHash = e.TokenHash, LastSeen = e.At }
                    : new Client(e.Name, e.TokenHash, e.At) { NeverConnected = true }),
        },
        ClientRenamed e => WithClient(state, e.ClientId, c => c with { Name = e.Name }),
        HostChanged e => WithClient(state, e.ClientId, c => c with { IsHost = e.IsHost }) with { Undo = null },
        ControlChanged e => state with { Control = e.Control, Undo = null },
        EvenLoudnessChanged e => state with { EvenLoudness = e.IsOn },
        MusicChosen e => state with { Music = e.Music },
        ClientForgotten e => state with { Clients = state.Clients.Remove(e.ClientId) },
        StreamOpened e => WithClient(state, e.ClientId, c => c with { Streams = c.Streams.SetItem(e.StreamId, e.InSound) }),
        StreamClosed e => WithClient(
            state, e.ClientId, c => Without(c, c.Streams.Remove(e.StreamId)) with { LastSeen = e.At }),
        StreamsLost => WithStreams(state, (_, client) => Without(client, client.Streams.Clear())) with { Undo = null },
        MemberJoined e => WithBarrier(SitsOutNoMore(state, e.ClientId), b => b.Join(e.ClientId)),
        MemberReady e => WithBarrier(SitsOutNoMore(state, e.ClientId), b => b.MarkReady(e.ClientId)),
        MemberLeft e => WithBarrier(state, b => b.Drop(e.ClientId)),
        MemberStalled e => WithBarrier(state, b => b.Aside(e.ClientId)),
        TrackSatOut e => WithBarrier(WithReason(state, e.ClientId, e.Reason), b => b.Drop(e.ClientId)) with
        {
            SatOut = state.SatOut.Add(e.ClientId),
        },
        TrackHeardOut e => state with { HeardOut = state.HeardOut.Add(e.ClientId) },
        ListenerLeft e => state with { Listeners = state.Listeners.Remove(e.ClientId) },
        ListenerReturned e => WithClient(SitsOutNoMore(state, e.ClientId), e.ClientId, c => InSound(c, true)) with
        {
            Listeners = state.Listeners.Add(e.ClientId),
        },
        ClientSlept e => WithClient(WithReason(state, e.ClientId, e.Reason), e.ClientId, c => c with { Asleep = true }),
        ClientWoke e => WithClient(WithReason(state, e.ClientId, reason: null), e.ClientId, c => c with { Asleep = false }),
        TrackSkipped e => state with { Skips = e.InARow },
        SessionEvent.CurrentVanished e => state with { CurrentVanished = e.Vanished },
        _ => state,
    };

    private static SessionState SitsOutNoMore(SessionState state, string clientId) =>
        WithReason(state, clientId, reason: null) with { SatOut = state.SatOut.Remove(clientId) };

    private static SessionState WithReason(SessionState state, string clientId, SilenceReason? reason) => WithClient(
        state,
        clientId,
        c => c with { SatOut = reason is { } why && state.Queue.Current is { } current ? new(current, why) : null });

    private static SessionState EnterSound(SessionState state, BarrierReleased released) =>
        WithStreams(state, (clientId, client) => InSound(client, released.Members.Contains(clientId)));

    private static Client InSound(Client client, bool inSound) =>
        client with { Streams = client.Streams.SetItems(client.Streams.Keys.Select(id => KeyValuePair.Create(id, inSound))) };

    private static Client Without(Client client, ImmutableSortedDictionary<string, bool> left) =>
        client with
        {
            Streams = left,
            Asleep = client.Asleep && !left.IsEmpty,
            SatOut = left.IsEmpty ? null : client.SatOut,
            NeverConnected = false,
        };

    private static SessionState WithStreams(SessionState state, Func<string, Client, Client> change)
    {
        var changed = state.Clients.Where(c => !c.Value.Streams.IsEmpty).Select(c => KeyValuePair.Create(c.Key, change(c.Key, c.Value)));
        return state with { Clients = state.Clients.SetItems(changed) };
    }

    private static SessionState WithClient(SessionState state, string clientId, Func<Client, Client> change) =>
        state.Clients.TryGetValue(clientId, out var client)
            ? state with { Clients = state.Clients.SetItem(clientId, change(client)) }
            : state;

    private static SessionState WithBarrier(SessionState state, Func<Barrier, Barrier> change) =>
        state.Barrier is null ? state : state with { Barrier = change(state.Barrier) };
}
