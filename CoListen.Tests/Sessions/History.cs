using System.Text.Json.Nodes;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using Xunit.Sdk;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Tests.Sessions;

/// <summary>
/// Lives through moves one by one, and remembers what the state alone does not tell; <see cref="Invariants"/> judges every step.
/// </summary>
internal sealed class History
{
    private readonly List<SessionEvent> _happened = [];
    private readonly List<string> _story = [];
    private readonly HashSet<long> _acceptedAt = [];

    public SessionState State { get; private set; } = SessionState.Fresh;

    /// <summary>Who said to be ready for the pending barrier, and has opened no other stream since.</summary>
    public HashSet<string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Members of the barrier who were here when the process went down and have not come back.</summary>
    public HashSet<string> Awaited { get; } = new(StringComparer.Ordinal);

    /// <summary>The room's music as of the last scan or choice.</summary>
    public IReadOnlyList<string> Music { get; private set; } = [];

    /// <summary>The track that the last scan or choice missed while it sounded.</summary>
    public string? Spared { get; private set; }

    /// <summary>The nudged tracks that still stand where they were put, each with the wishes of before that still wait.</summary>
    public Dictionary<string, List<string>> Nudged { get; } = new(StringComparer.Ordinal);

    /// <summary>What has come of the moves, by name: events and reasons for refusal.</summary>
    public IEnumerable<string> Outcomes => _happened.Select(e => e.GetType().Name).Concat(Refusals);

    private List<string> Refusals { get; } = [];

    public static History Of(IEnumerable<HistoryStep> moves)
    {
        var history = new History();
        var step = 0;
        foreach (var command in HistoryStep.Beginning)
        {
            history.Live(command);
        }

        foreach (var move in moves)
        {
            history.Live(move.In(history.State, step++));
        }

        history.Require(
            Same(SessionEvolver.Apply(SessionState.Fresh, history._happened), history.State), "the replay of all events is the state");
        return history;
    }

    public void Require(bool holds, string law)
    {
        if (!holds)
        {
            throw new XunitException($"Broken: {law}.\n{string.Join('\n', _story.TakeLast(25))}\n{Describe.Of(State)}");
        }
    }

    private static bool Same(SessionState one, SessionState other) =>
        string.Equals(Describe.Of(one), Describe.Of(other), StringComparison.Ordinal);

    private void Live(SessionCommand command)
    {
        if (command is SessionCommand.Restart)
        {
            GoThroughTheFile();
        }

        var before = State;
        var decision = SessionDecider.Decide(before, command);
        _story.Add($"{before.EventCount,4}  {Describe.Of(command)}  →  {Describe.Of(decision)}");
        Require(
            string.Equals(Describe.Of(decision), Describe.Of(SessionDecider.Decide(before, command)), StringComparison.Ordinal),
            "the same command in the same state is decided the same");
        Invariants.OfRefusal(this, command, decision);
        if (decision is not Decision.Accepted { Events: var events })
        {
            Refusals.Add(((Decision.Rejected)decision).Rejection.GetType().Name);
            return;
        }

        Hear(command, before);
        foreach (var happened in events)
        {
            var (was, next) = (State, SessionEvolver.Apply(State, happened));
            State = next;
            Invariants.OfEvent(this, command, was, happened);
            _happened.Add(happened);
            Remember(happened);
        }

        RememberNudges(command);

        Require(
            command is not SessionCommand.Intent intent || !events.Any(Invariants.IsIntent) || _acceptedAt.Add(intent.ExpectedEventCount),
            "at most one intent is accepted for each eventCount");
        Invariants.OfState(this);
    }

    private void RememberNudges(SessionCommand command)
    {
        switch (command)
        {
            case SessionCommand.Nudge c:
                Nudged[c.TrackId] = [.. State.Queue.Wishes.Keys];
                break;
            case SessionCommand.Move c:
                Nudged.Remove(c.TrackId);
                break;
            case SessionCommand.Undo:
                Nudged.Clear();
                break;
        }

        foreach (var (nudged, wishes) in Nudged)
        {
            wishes.RemoveAll(id => !State.Queue.Wishes.ContainsKey(id));
            if (!State.Queue.HasPlaced(nudged)) Nudged.Remove(nudged);
        }
    }

    private void GoThroughTheFile()
    {
        var read = StateJson.Read(StateJson.Write(State));
        Require(
            Same(read, SessionEvolver.Apply(State, new StreamsLost())),
            "what is read from the file is what was written, without the streams");
        Require(
            Same(WithoutNewMembers(), SessionEvolver.Apply(State, new StreamsLost()) with
            {
                Queue = new(State.Queue.Tracks, State.Queue.Index),
                Control = Control.Everyone,
                EvenLoudness = true,
                Music = [],
                HeardOut = ClientIds.Empty,
                Clients = read.Clients.SetItems(read.Clients.Select(c => KeyValuePair.Create(c.Key, c.Value with { IsHost = false }))),
            }),
            "a file of before wishes, hosts and choices loads, and has none");
        Awaited.UnionWith(State.Barrier?.Members.Intersect(State.Active) ?? ClientIds.Empty);
    }

    private SessionState WithoutNewMembers()
    {
        var file = JsonNode.Parse(StateJson.Write(State))!.AsObject();
        foreach (var member in new[] { "placed", "wishes", "rounds", "putAside", "ended", "heardOut", "control", "evenLoudness", "play" })
        {
            file.Remove(member);
        }

        foreach (var (_, client) in file["clients"]!.AsObject())
        {
            client!.AsObject().Remove("isHost");
        }

        return StateJson.Read(Encoding.UTF8.GetBytes(file.ToJsonString()));
    }

    /// <summary>Learns from the command itself, not from what the session made of it.</summary>
    private void Hear(SessionCommand command, SessionState before)
    {
        switch (command)
        {
            case SessionCommand.AckDownload c when c.TrackId == before.Barrier?.TrackId:
                Acknowledged.Add(c.ClientId);
                break;
            case SessionCommand.OpenStream c:
                if (!Awaited.Remove(c.ClientId))
                {
                    Acknowledged.Remove(c.ClientId);
                }

                break;
            case SessionCommand.Leave c:
                Awaited.Remove(c.ClientId);
                break;
            case SessionCommand.Remove c:
                Awaited.Remove(c.ClientId);
                break;
            case SessionCommand.SetAside c:
                Awaited.ExceptWith(c.ClientIds);
                break;
            case SessionCommand.Reconcile or SessionCommand.ChooseMusic:
                Music = (command as SessionCommand.Reconcile)?.TrackIds ?? ((SessionCommand.ChooseMusic)command).TrackIds;
                Spared = before.PlayState.Mode == PlayMode.Playing ? before.Queue.Current : null;
                break;
        }
    }

    private void Remember(SessionEvent happened)
    {
        if (happened is BarrierOpened)
        {
            Acknowledged.Clear();
        }

        if (State.Barrier is null || happened is BarrierOpened)
        {
            Awaited.Clear();
        }

        if (Spared != State.Queue.Current)
        {
            Spared = null;
        }
    }
}
