using CoListen.Silo.Sessions;
using static CoListen.Tests.Sessions.SessionDsl;
using Event = CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Tests.Sessions;

/// <summary>
/// Every command in every mode, against <see cref="SessionDeciderTable"/>. The clients: "listener" was in the last release and is here,
/// "late" came here afterwards, "away" is paired without a stream. Where a barrier waits, "listener" is ready and "late" is not. A stream
/// is called like its client.
/// </summary>
public sealed class SessionDeciderTableTests
{
    private static readonly Event[] Started =
        [Queue("A", "B", "C"), .. Here("listener"), .. Playing("A", "listener"), .. Here("late"), .. Paired("away")];

    private static readonly Dictionary<string, Event[]> Rooms = new(StringComparer.Ordinal)
    {
        ["empty"] = Paired("away"),
        ["idle"] = [Queue("A", "B", "C"), .. Paired("away")],
        ["paused"] = [.. Started, new Event.Paused(20)],
        ["playing"] = Started,
        ["track"] = [.. Started, Opened(Track, "A", 0, "listener", "late"), new Event.MemberReady("listener")],
        ["resume"] = [.. Started, Opened(Resume, "A", 20, "listener", "late"), new Event.MemberReady("listener")],
    };

    private static readonly string[] Standings = ["listener", "late", "away"];

    public static TheoryData<string, string, string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string, string, string>();
            foreach (var (command, mode, standing, outcome) in Read())
            {
                cells.Add(command, mode, standing, outcome);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_holds(string command, string mode, string standing, string outcome)
    {
        var room = Room(mode);
        Assert.Equal(outcome, Said(SessionDecider.Decide(room, Command(command, standing, room.EventCount, room.AnchorEvent))));
    }

    [Fact]
    public void Every_stale_cell_is_refused()
    {
        foreach (var (command, mode, standing, _) in Read())
        {
            var room = Room(mode);
            foreach (var count in new[] { room.EventCount - 1, room.EventCount + 1 })
            {
                if (Command(command, standing, count, room.AnchorEvent) is SessionCommand.Intent stale)
                {
                    Assert.Equal(new Decision.Rejected(new Rejection.Stale(room.EventCount)), SessionDecider.Decide(room, stale));
                }
            }
        }
    }

    [Fact]
    public void Every_cell_holds_for_a_host_where_the_room_belongs_to_its_hosts()
    {
        foreach (var (command, mode, standing, outcome) in Read())
        {
            var room = Hosted(mode, standing);
            Assert.Equal(outcome, Said(SessionDecider.Decide(room, Command(command, standing, room.EventCount, room.AnchorEvent))));
        }
    }

    [Fact]
    public void The_host_screen_intends_what_any_phone_may_whoever_the_room_belongs_to()
    {
        foreach (var (text, mode, standing, outcome) in Read().Where(
            c => c.Command is "Play" or "Pause" or "Next" or "Previous" or "StartNow"))
        {
            foreach (var room in new[] { Room(mode), Hosted(mode) })
            {
                var decision = SessionDecider.Decide(room, Command(text, SessionCommand.HostScreen, room.EventCount, room.AnchorEvent));
                Assert.Equal((text, mode, standing, outcome), (text, mode, standing, Said(decision)));
            }
        }
    }

    [Fact]
    public void A_guest_is_refused_what_does_not_concern_the_guest_alone()
    {
        foreach (var (text, mode, standing, outcome) in Read())
        {
            var room = Hosted(mode);
            var command = Command(text, standing, room.EventCount, room.AnchorEvent);
            var isForHosts = command is SessionCommand.Play or SessionCommand.Pause or SessionCommand.Seek or SessionCommand.Next
                or SessionCommand.Nudge or SessionCommand.Move or SessionCommand.NotTonight or SessionCommand.BringBack
                or SessionCommand.Shuffle or SessionCommand.Previous;
            var expected = (text, mode, standing) is ("Next ended", "playing", "listener") ? $"listener heard it out; {outcome}"
                : isForHosts ? "no: HostsOnly"
                : outcome;
            Assert.Equal(expected, Said(SessionDecider.Decide(room, command)));
        }
    }

    [Fact]
    public void Every_command_stands_in_the_table_for_every_mode_and_standing_once()
    {
        var commands = typeof(SessionCommand).GetNestedTypes().Where(t => !t.IsAbstract).Select(t => t.Name).ToList();
        var wanted =
            from command in commands
            from mode in Rooms.Keys
            from standing in mode is "empty" or "idle" ? ["away"] : Standings
            select $"{command} {mode} {standing}";
        var written = Read().Select(c => (Variant: c.Command, Cell: $"{c.Command.Split(' ')[0]} {c.Mode} {c.Standing}")).ToList();
        Assert.Empty(wanted.Except(written.Select(w => w.Cell), StringComparer.Ordinal));
        Assert.Equal(written.Count, written.Distinct().Count());
        Assert.Equal(written.Select(w => w.Variant).Distinct(StringComparer.Ordinal).Count() * 14, written.Count);
    }

    [Fact]
    public void The_rooms_cover_every_play_mode_and_barrier() =>
        Assert.Equal(
            "Paused + Resume, Paused + Track, Paused + nothing, Playing + nothing",
            string.Join(
                ", ",
                Rooms.Keys.Select(Room).Select(r => $"{r.PlayState.Mode} + {r.Barrier?.Type.ToString() ?? "nothing"}")
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));

    private static SessionState Room(string mode) => SessionEvolver.Apply(SessionState.Fresh, Rooms[mode]);

    private static SessionState Hosted(string mode, params string[] hosts) => SessionEvolver.Apply(
        Room(mode), [new Event.ControlChanged(Control.Hosts), .. hosts.Select(id => new Event.HostChanged(id, IsHost: true))]);

    private static IEnumerable<(string Command, string Mode, string Standing, string Outcome)> Read()
    {
        var command = "";
        foreach (var line in SessionDeciderTable.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var mode = Rooms.Keys.FirstOrDefault(m => line.StartsWith(m + ' ', StringComparison.Ordinal));
            if (mode is null)
            {
                command = line;
                continue;
            }

            var (standings, outcome) = (line[10..34], line[34..]);
            foreach (var standing in standings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return (command, mode, standing, outcome.Replace("WHO", standing, StringComparison.Ordinal));
            }
        }
    }

    private static SessionCommand Command(string text, string who, long count, long anchorEvent) => text switch
    {
        "Play @30" => new SessionCommand.Play(who, count, 30),
        "Pause @30" => new SessionCommand.Pause(who, count, 30),
        "Play" => new SessionCommand.Play(who, count, null) { AnchorAgeSec = 7 },
        "Pause" => new SessionCommand.Pause(who, count, null) { AnchorAgeSec = 7 },
        "Seek @30" => new SessionCommand.Seek(who, count, 30),
        "Next" => new SessionCommand.Next(who, count),
        "Next ended" => new SessionCommand.Next(who, count, Ended: true),
        "Previous" => new SessionCommand.Previous(who, count),
        "Wish A" or "Wish C" or "Wish X" => new SessionCommand.Wish(who, count, text[^1..]),
        "Unwish C" or "Unwish X" => new SessionCommand.Unwish(who, count, text[^1..]),
        "Move A after C" or "Move B after C" or "Move B after X" => new SessionCommand.Move(who, count, text[5..6], text[^1..]),
        "NotTonight A" or "NotTonight C" => new SessionCommand.NotTonight(who, count, text[^1..]),
        "BringBack C" => new SessionCommand.BringBack(who, count, "C"),
        "Shuffle" => new SessionCommand.Shuffle(who, count, 7),
        "Undo" => new SessionCommand.Undo(who, count),
        "Rename" => new SessionCommand.Rename(who, "new name"),
        "SetHost" => new SessionCommand.SetHost(who, IsHost: true),
        "SetControl" => new SessionCommand.SetControl(Control.Hosts),
        "SetEvenLoudness" => new SessionCommand.SetEvenLoudness(IsOn: false),
        "Nudge A" or "Nudge C" or "Nudge X" => new SessionCommand.Nudge(who, count, text[^1..]),
        "AckDownload A" or "AckDownload B" => new SessionCommand.AckDownload(who, count, text[^1..]),
        "SitOut A" or "SitOut B" => new SessionCommand.SitOut(who, count, text[^1..]),
        "SitOut A by format" => new SessionCommand.SitOut(who, count, "A", SilenceReason.Format),
        "StartNow" => new SessionCommand.StartNow(who, count),
        "Rejoin" => new SessionCommand.Rejoin(who, anchorEvent),
        "Sleep" => new SessionCommand.Sleep(who),
        "Sleep by pause" => new SessionCommand.Sleep(who, SilenceReason.Paused),
        "Pair" => new SessionCommand.Pair(who, "new name", "new hash", Noon),
        "OpenStream silent" => new SessionCommand.OpenStream(who, who + "+", null),
        "OpenStream sounding" => new SessionCommand.OpenStream(who, who + "+", anchorEvent),
        "CloseStream" => new SessionCommand.CloseStream(who, who, Noon),
        "Leave" => new SessionCommand.Leave(who, Noon),
        "Remove" => new SessionCommand.Remove(who, Noon),
        "SetAside" => new SessionCommand.SetAside([who]),
        "EndGrace" => new SessionCommand.EndGrace(),
        "Reconcile B C D" => new SessionCommand.Reconcile([], ["B", "C", "D"]),
        "Reconcile for other music" => AlbumOf("an album", "B", "C", "D"),
        "ChooseMusic C B" => Choose("an album", "C", "B"),
        "Restart" => new SessionCommand.Restart(),
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "A command without a meaning."),
    };

    private static string Said(Decision decision) => decision is Decision.Accepted { Events.IsEmpty: false } accepted
        ? string.Join("; ", accepted.Events.Select(Said))
        : Describe.Of(decision);

    private static string Said(Event happened) => happened switch
    {
        Event.StreamOpened e => $"{e.StreamId} {(e.InSound ? "sounding" : "silent")}",
        Event.StreamClosed e => $"{e.StreamId}-",
        Event.ClientPaired e => $"paired {e.ClientId} as {e.Name}",
        _ => Describe.Of(happened),
    };
}
