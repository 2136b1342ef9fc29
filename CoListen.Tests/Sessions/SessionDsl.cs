using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Tests.Sessions;

/// <summary>The words in which these tests tell what happened and what is asked: clients ann, bob and cid, tracks A, B and C.</summary>
internal static class SessionDsl
{
    /// <summary>Stands in a command for the eventCount that the session has when the command arrives.</summary>
    public const long TheCurrentCount = long.MinValue;

    public const BarrierType Track = BarrierType.Track;
    public const BarrierType Resume = BarrierType.Resume;

    public static DateTimeOffset Noon { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The three tracks A, B and C, and ann and bob with a stream each.</summary>
    public static SessionEvent[] ARoom { get; } = [Queue("A", "B", "C"), .. Here("ann", "bob")];

    public static SessionEvent[] Paired(params string[] clients) =>
        [.. clients.Select(id => new ClientPaired(id, id, $"hash of {id}", Noon))];

    /// <summary>Paired, each with one silent stream, which is called like its client.</summary>
    public static SessionEvent[] Here(params string[] clients) =>
        [.. Paired(clients), .. clients.Select(id => new StreamOpened(id, id, InSound: false))];

    public static SessionEvent[] Waiting(BarrierType type, string track, double positionSec, params string[] members) =>
        [Opened(type, track, positionSec, members)];

    /// <summary>The members started the track together from its beginning.</summary>
    public static SessionEvent[] Playing(string track, params string[] members) =>
        [Opened(Track, track, 0, members), Released(Track, track, 0, members)];

    public static SessionEvent[] Gone(params string[] clients) => [.. clients.Select(id => new StreamClosed(id, id, Noon))];

    public static SessionEvent Opened(BarrierType type, string track, double positionSec, params string[] members) =>
        new BarrierOpened(type, track, positionSec, ClientIds.From(members));

    public static SessionEvent Released(BarrierType type, string track, double positionSec, params string[] members) =>
        new BarrierReleased(type, track, positionSec, ClientIds.From(members));

    /// <summary>The first of these tracks is the current one.</summary>
    public static SessionEvent Queue(params string[] tracks) => new QueueChanged(new PlayQueue([.. tracks], 0));

    public static SessionCommand Play(string who, double positionSec) => new SessionCommand.Play(who, TheCurrentCount, positionSec);

    public static SessionCommand Pause(string who, double positionSec) => new SessionCommand.Pause(who, TheCurrentCount, positionSec);

    public static SessionCommand Seek(string who, double positionSec) => new SessionCommand.Seek(who, TheCurrentCount, positionSec);

    public static SessionCommand Next(string who) => new SessionCommand.Next(who, TheCurrentCount);

    public static SessionCommand Nudge(string who, string track) => new SessionCommand.Nudge(who, TheCurrentCount, track);

    public static SessionCommand Wish(string who, string track) => new SessionCommand.Wish(who, TheCurrentCount, track);

    public static SessionCommand Unwish(string who, string track) => new SessionCommand.Unwish(who, TheCurrentCount, track);

    public static SessionCommand Move(string who, string track, string after) =>
        new SessionCommand.Move(who, TheCurrentCount, track, after);

    public static SessionCommand NotTonight(string who, string track) => new SessionCommand.NotTonight(who, TheCurrentCount, track);

    public static SessionCommand BringBack(string who, string track) => new SessionCommand.BringBack(who, TheCurrentCount, track);

    public static SessionCommand Shuffle(string who, long seed) => new SessionCommand.Shuffle(who, TheCurrentCount, seed);

    public static SessionCommand Previous(string who) => new SessionCommand.Previous(who, TheCurrentCount);

    public static SessionCommand Undo(string who) => new SessionCommand.Undo(who, TheCurrentCount);

    /// <summary>The client's element has come to the end of the song.</summary>
    public static SessionCommand Ended(string who) => new SessionCommand.Next(who, TheCurrentCount, Ended: true);

    public static SessionCommand Ack(string who, string track) => new SessionCommand.AckDownload(who, TheCurrentCount, track);

    public static SessionCommand SitOut(string who, string track) => new SessionCommand.SitOut(who, TheCurrentCount, track);

    public static SessionCommand StartNow(string who) => new SessionCommand.StartNow(who, TheCurrentCount);

    public static SessionCommand Rejoin(string who, long anchorEvent) => new SessionCommand.Rejoin(who, anchorEvent);

    public static SessionCommand Sleep(string who) => new SessionCommand.Sleep(who);

    public static SessionCommand Pair(string who, DateTimeOffset? at = null) => new SessionCommand.Pair(
        who, who, $"hash of {who}", at ?? Noon);

    public static SessionCommand Open(string who, string stream, long? sounding = null) => new SessionCommand.OpenStream(
        who, stream, sounding);

    public static SessionCommand Close(string who, string stream) => new SessionCommand.CloseStream(who, stream, Noon);

    public static SessionCommand Leave(string who) => new SessionCommand.Leave(who, Noon);

    public static SessionCommand Remove(string who) => new SessionCommand.Remove(who, Noon);

    public static SessionCommand SetAside(params string[] who) => new SessionCommand.SetAside(who);

    public static SessionCommand EndGrace() => new SessionCommand.EndGrace();

    public static SessionCommand LibraryOf(params string[] tracks) => new SessionCommand.Reconcile([], tracks);

    /// <summary>The library has other tracks on the album.</summary>
    public static SessionCommand AlbumOf(string album, params string[] tracks) =>
        new SessionCommand.Reconcile([new MusicChoice(Album: album)], tracks);

    /// <summary>The host chooses the album with these tracks.</summary>
    public static SessionCommand Choose(string album, params string[] tracks) =>
        new SessionCommand.ChooseMusic([new MusicChoice(Album: album)], tracks);

    public static SessionCommand ChooseEverything(params string[] tracks) => new SessionCommand.ChooseMusic([], tracks);

    public static SessionEvent Chosen(params string[] albums) =>
        new MusicChosen([.. albums.Select(album => new MusicChoice(Album: album))]);

    public static SessionCommand Restart() => new SessionCommand.Restart();
}
