using System.Text.Json.Nodes;
using CoListen.Silo.Sessions;

namespace CoListen.Tests.Attacks;

/// <summary>What a phone asks at random, for the session as it knows it: mostly what may be accepted.</summary>
internal static class RandomCommands
{
    /// <summary>The next command, with its route and body.</summary>
    public static (SessionCommand Command, string Route, object Body) Next(Random random, string clientId, JsonNode snapshot)
    {
        var known = (long)snapshot["eventCount"]! + (random.Next(10) == 0 ? random.Next(-2, 3) : 0);
        var queue = snapshot["queue"]!.AsArray().Select(id => (string)id!).ToArray();
        var (position, track, other, current) = (random.Next(100), Of(queue), Of(queue), queue[0]);
        var isAsked = snapshot["barrier"] is { } barrier && Ids(barrier["members"]!).Except(Ids(barrier["ready"]!)).Contains(clientId);
        if (isAsked && random.Next(3) > 0)
        {
            return (new SessionCommand.AckDownload(clientId, known, current), "ack-download", new { trackId = current });
        }

        var wish = snapshot["wishes"]!.AsObject().Where(one => (string)one.Value! == clientId).Select(one => one.Key).FirstOrDefault(track);
        var aside = snapshot["putAside"]!.AsArray().Select(id => (string)id!).FirstOrDefault(track);
        var anchor = (long)snapshot["anchorEvent"]!;
        return random.Next(20) switch
        {
            0 or 1 => (new SessionCommand.Play(clientId, known, position), "play", new { positionSec = position }),
            2 => (new SessionCommand.Pause(clientId, known, position), "pause", new { positionSec = position }),
            3 or 4 or 5 => (new SessionCommand.Seek(clientId, known, position), "seek", new { positionSec = position }),
            6 => (new SessionCommand.Next(clientId, known), "next", new { }),
            7 => (new SessionCommand.Previous(clientId, known), "previous", new { }),
            8 or 9 => (new SessionCommand.Nudge(clientId, known, track), "nudge", new { trackId = track }),
            10 or 11 => (new SessionCommand.Wish(clientId, known, track), "wish", new { trackId = track }),
            12 => (new SessionCommand.Unwish(clientId, known, wish), "unwish", new { trackId = wish }),
            13 => (new SessionCommand.Move(clientId, known, track, other), "move", new { trackId = track, afterTrackId = other }),
            14 when queue.Length > 4 => (new SessionCommand.NotTonight(clientId, known, track), "not-tonight", new { trackId = track }),
            14 or 15 => (new SessionCommand.BringBack(clientId, known, aside), "bring-back", new { trackId = aside }),
            16 => (new SessionCommand.Undo(clientId, known), "undo", new { }),
            17 => (new SessionCommand.StartNow(clientId, known), "start-now", new { }),
            18 => (new SessionCommand.SitOut(clientId, known, current), "sit-out", new { trackId = current }),
            _ => random.Next(2) == 0
                ? (new SessionCommand.Rejoin(clientId, anchor), "rejoin", new { anchorEvent = anchor })
                : (new SessionCommand.Rename(clientId, $"phone {position}"), "rename", new { name = $"phone {position}" }),
        };

        string Of(string[] all) => all[random.Next(all.Length)];
    }

    private static IEnumerable<string> Ids(JsonNode array) => array.AsArray().Select(id => (string)id!);
}
