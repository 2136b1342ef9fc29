using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;

namespace CoListen.Tests.Fuzzing;

/// <summary>State files: read as a state or refused as corrupt, written again as they were read, and good for every command.</summary>
internal static class StateFiles
{
    private const string NewPhone = "new phone";

    public static void Run(byte[] file)
    {
        SessionState state;
        try
        {
            state = StateJson.Read(file);
        }
        catch (JsonException)
        {
            return;
        }

        var written = StateJson.Write(state);
        FuzzTargets.Require(
            StateJson.Write(StateJson.Read(written)).AsSpan().SequenceEqual(written),
            "What is read is written and read again the same.");
        foreach (var command in Commands(state))
        {
            // As it was answered: the phone knows the count that is.
            var current = command is SessionCommand.Intent intent ? intent with { ExpectedEventCount = state.EventCount } : command;
            if (SessionDecider.Decide(state, current) is Decision.Accepted accepted) state = SessionEvolver.Apply(state, accepted.Events);

            _ = JsonSerializer.SerializeToUtf8Bytes(SnapshotView.Of(state), WireJson.Options);
            _ = StateJson.Write(state);
        }
    }

    // What happens to a state after a restart, by a phone that is new and one that was there.
    private static IEnumerable<SessionCommand> Commands(SessionState state)
    {
        var (now, known) = (DateTimeOffset.UnixEpoch, state.Clients.Keys.FirstOrDefault(NewPhone));
        string[] tracks = [.. state.Queue.Tracks.Take(2), .. state.Queue.Tracks.TakeLast(1), .. state.Queue.PutAside.Take(1), "none"];
        yield return new SessionCommand.Restart();
        yield return new SessionCommand.Pair(NewPhone, NewPhone, "hash", now);
        foreach (var client in new[] { known, NewPhone })
        {
            yield return new SessionCommand.OpenStream(client, client, state.AnchorEvent);
            yield return new SessionCommand.SetHost(client, IsHost: true);
            foreach (var track in tracks)
            {
                yield return new SessionCommand.Play(client, 0, null);
                yield return new SessionCommand.AckDownload(client, 0, track);
                yield return new SessionCommand.Wish(client, 0, track);
                yield return new SessionCommand.Nudge(client, 0, track);
                yield return new SessionCommand.Move(client, 0, track, tracks[0]);
                yield return new SessionCommand.Unwish(client, 0, track);
                yield return new SessionCommand.NotTonight(client, 0, track);
                yield return new SessionCommand.BringBack(client, 0, track);
                yield return new SessionCommand.SitOut(client, 0, track);
            }

            yield return new SessionCommand.StartNow(client, 0);
            yield return new SessionCommand.Seek(client, 0, 1);
            yield return new SessionCommand.Pause(client, 0, null);
            yield return new SessionCommand.Rejoin(client, state.AnchorEvent);
            yield return new SessionCommand.Next(client, 0, Ended: true);
            yield return new SessionCommand.Previous(client, 0);
            yield return new SessionCommand.Shuffle(client, 0, 1);
            yield return new SessionCommand.Undo(client, 0);
            yield return new SessionCommand.Sleep(client);
            yield return new SessionCommand.SetAside([client]);
        }

        yield return new SessionCommand.Reconcile(state.Music, ["none"]);
        yield return new SessionCommand.EndGrace();
        yield return new SessionCommand.ChooseMusic([], tracks.Distinct(StringComparer.Ordinal).ToList());
        yield return new SessionCommand.Remove(known, now);
        yield return new SessionCommand.Leave(NewPhone, now);
    }
}
