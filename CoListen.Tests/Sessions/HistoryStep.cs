using CoListen.Silo.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace CoListen.Tests.Sessions;

/// <summary>What a random history does next.</summary>
public enum MoveKind
{
    Pair, OpenSounding, OpenSilent, OpenWrong, Close, Leave, Play, Pause, Seek, Next, Nudge, Ack, AckAny, SitOut, StartNow, SetAside,
    SetAsideAll, EndGrace,
    Library, Restart, Remove, PlayHere, Rejoin, RejoinWrong, Sleep,
    Wish, Unwish, Move, NotTonight, BringBack, Shuffle, Previous, Undo, Ended, Rename, Control, Host, Choose, EvenLoudness,
}

/// <summary>A step that means something in every state, so that a history from which steps are taken away is still a history.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Who">Which client, from 0.</param>
/// <param name="Pick">Chooses a track, a stream, a position or a library.</param>
/// <param name="Lag">By how much the known eventCount differs from the real one; 0: it does not.</param>
public sealed record HistoryStep(MoveKind Kind, int Who, int Pick, int Lag)
{
    public const int Clients = 8;
    private const int Tracks = 6;

    private static readonly (int Weight, MoveKind Kind)[] Weights =
    [
        (6, MoveKind.Pair), (8, MoveKind.OpenSounding), (12, MoveKind.OpenSilent), (4, MoveKind.OpenWrong), (12, MoveKind.Close),
        (4, MoveKind.Leave),
        (8, MoveKind.Play), (4, MoveKind.Pause), (6, MoveKind.Seek), (8, MoveKind.Next), (6, MoveKind.Nudge), (120, MoveKind.Ack),
        (6, MoveKind.AckAny),
        (25, MoveKind.SitOut), (4, MoveKind.StartNow), (4, MoveKind.SetAside), (2, MoveKind.SetAsideAll), (6, MoveKind.EndGrace),
        (17, MoveKind.Library), (4, MoveKind.Restart), (2, MoveKind.Remove),
        (2, MoveKind.PlayHere), (90, MoveKind.Rejoin), (2, MoveKind.RejoinWrong), (20, MoveKind.Sleep),
        (26, MoveKind.Wish), (3, MoveKind.Unwish), (3, MoveKind.Move), (3, MoveKind.NotTonight), (3, MoveKind.BringBack),
        (1, MoveKind.Shuffle), (2, MoveKind.Previous), (3, MoveKind.Undo), (20, MoveKind.Ended), (2, MoveKind.Rename),
        (4, MoveKind.Control), (2, MoveKind.Host), (4, MoveKind.Choose), (1, MoveKind.EvenLoudness),
    ];

    private static Gen<HistoryStep> One { get; } =
        from kind in Gen.Frequency(Weights.Select(w => (w.Weight, Gen.Constant(w.Kind))))
        from who in Gen.Choose(0, Clients - 1)
        from pick in Gen.Choose(0, (1 << Tracks) - 1)
        from lag in Gen.Frequency((9, Gen.Constant(0)), (1, Gen.Elements(-3, -2, -1, 1, 2)))
        select new HistoryStep(kind, who, pick, lag);

    /// <summary>Every history begins with the whole library and with all clients but two paired.</summary>
    internal static IEnumerable<SessionCommand> Beginning { get; } =
    [
        new SessionCommand.Reconcile([], [.. Enumerable.Range(0, Tracks).Select(Track)]),
        .. Enumerable.Range(0, Clients - 2).Select(i => new SessionCommand.Pair(Client(i), Client(i), "", DateTimeOffset.UnixEpoch)),
    ];

    /// <summary>Histories of this many steps, which shrink by leaving steps out.</summary>
    public static Arbitrary<HistoryStep[]> Histories(int length) => Arb.From(One.ArrayOf(length), Shorter);

    /// <summary>What this step asks of the session as it is.</summary>
    internal SessionCommand In(SessionState state, int step)
    {
        var (who, count, at) = (Client(Who), state.EventCount + Lag, DateTimeOffset.UnixEpoch.AddSeconds(step));
        var (anyTrack, current) = (Track(Pick % (Tracks + 1)), state.Queue.Current ?? Track(0));
        return Kind switch
        {
            MoveKind.Pair => new SessionCommand.Pair(who, who, Number(step), at),
            MoveKind.OpenSounding => new SessionCommand.OpenStream(who, $"s{Number(step)}", state.AnchorEvent),
            MoveKind.OpenSilent => new SessionCommand.OpenStream(who, $"s{Number(step)}", null),
            MoveKind.OpenWrong => new SessionCommand.OpenStream(who, $"s{Number(step)}", state.AnchorEvent - 1 + (Pick % 2 * 2)),
            MoveKind.Close => new SessionCommand.CloseStream(who, AStreamOf(state, who), at),
            MoveKind.Leave => new SessionCommand.Leave(who, at),
            MoveKind.Play => new SessionCommand.Play(who, count, Pick),
            MoveKind.Pause => new SessionCommand.Pause(who, count, Pick),
            MoveKind.Seek => new SessionCommand.Seek(who, count, Pick),
            MoveKind.Next => new SessionCommand.Next(who, count),
            MoveKind.Nudge => new SessionCommand.Nudge(who, count, anyTrack),
            MoveKind.Ack => new SessionCommand.AckDownload(who, count, current),
            MoveKind.AckAny => new SessionCommand.AckDownload(who, count, anyTrack),
            MoveKind.SitOut => new SessionCommand.SitOut(who, count, current),
            MoveKind.StartNow => new SessionCommand.StartNow(who, count),
            MoveKind.SetAside => new SessionCommand.SetAside([who]),
            MoveKind.SetAsideAll => new SessionCommand.SetAside([.. Enumerable.Range(0, Clients).Select(Client)]),
            MoveKind.EndGrace => new SessionCommand.EndGrace(),
            MoveKind.Library => new SessionCommand.Reconcile(
                Lag == 0 ? state.Music : [.. state.Music, new MusicChoice(Album: "other")], [.. SomeTracks()]),
            MoveKind.Choose => new SessionCommand.ChooseMusic(
                Pick % 4 == 0 ? [] : [new MusicChoice(Album: Number(Pick))], [.. Who % 2 == 0 ? SomeTracks() : SomeTracks().Reverse()]),
            MoveKind.Restart => new SessionCommand.Restart(),
            MoveKind.Remove => new SessionCommand.Remove(who, at),
            MoveKind.PlayHere => new SessionCommand.Play(who, count, null) { AnchorAgeSec = Pick },
            MoveKind.Rejoin => new SessionCommand.Rejoin(ASilentMember(state) ?? who, state.AnchorEvent),
            MoveKind.RejoinWrong => new SessionCommand.Rejoin(who, state.AnchorEvent - 1),
            MoveKind.Sleep => new SessionCommand.Sleep(who),
            MoveKind.Wish => new SessionCommand.Wish(who, count, anyTrack),
            MoveKind.Unwish => AWish(state) is var (track, wisher)
                ? new SessionCommand.Unwish(Pick % 4 == 0 ? who : wisher, count, track)
                : new SessionCommand.Unwish(who, count, anyTrack),
            MoveKind.Move => new SessionCommand.Move(who, count, anyTrack, Track(Pick / 7 % (Tracks + 1))),
            MoveKind.NotTonight => new SessionCommand.NotTonight(who, count, anyTrack),
            MoveKind.BringBack => new SessionCommand.BringBack(who, count, state.Queue.PutAside.FirstOrDefault(anyTrack)),
            MoveKind.Shuffle => new SessionCommand.Shuffle(who, count, Pick),
            MoveKind.Previous => new SessionCommand.Previous(who, count),
            MoveKind.Undo => new SessionCommand.Undo(Pick % 4 == 0 ? who : state.Undo?.ClientId ?? who, count),
            MoveKind.Ended => new SessionCommand.Next(
                state.Listeners.IsEmpty ? who : state.Listeners[Pick % state.Listeners.Count], count, Ended: true),
            MoveKind.Rename => new SessionCommand.Rename(who, Number(step)),
            MoveKind.Control => new SessionCommand.SetControl(Pick % 2 == 0 ? Control.Hosts : Control.Everyone),
            MoveKind.EvenLoudness => new SessionCommand.SetEvenLoudness(Pick % 2 == 0),
            MoveKind.Host => new SessionCommand.SetHost(who, Pick % 2 == 0),
            _ => throw new InvalidOperationException(),
        };
    }

    private IEnumerable<string> SomeTracks() => Enumerable.Range(0, Tracks).Where(i => (Pick & (1 << i)) != 0).Select(Track);

    private static IEnumerable<HistoryStep[]> Shorter(HistoryStep[] history)
    {
        for (var size = history.Length; size > 0; size /= 2)
        {
            for (var from = 0; from + size <= history.Length; from += size)
            {
                yield return [.. history[..from], .. history[(from + size)..]];
            }
        }
    }

    private string? ASilentMember(SessionState state) =>
        state.Released.Except(state.Listeners) is { IsEmpty: false } silent ? silent[Pick % silent.Count] : null;

    private (string TrackId, string ClientId)? AWish(SessionState state) =>
        state.Queue.Wishes is { IsEmpty: false } wishes && wishes.ElementAt(Pick % wishes.Count) is var (track, wisher)
            ? (track, wisher)
            : null;

    private string AStreamOf(SessionState state, string who) =>
        state.Clients.TryGetValue(who, out var client) && !client.Streams.IsEmpty
            ? client.Streams.Keys.ElementAt(Pick % client.Streams.Count)
            : "none";

    private static string Client(int i) => $"c{Number(i)}";

    private static string Track(int i) => $"t{Number(i)}";

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);
}
