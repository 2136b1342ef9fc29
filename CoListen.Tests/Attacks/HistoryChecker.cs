using CoListen.Api.Problems;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using Xunit.Sdk;

namespace CoListen.Tests.Attacks;

/// <summary>
/// Looks for an order of recorded calls in which the pure model gives every answer that was given (linearizability, Herlihy and Wing 1990):
/// each call takes effect at one moment between its beginning and its end. A call without an answer may have had its effect or not.
/// </summary>
internal sealed class HistoryChecker
{
    private readonly RecordedCall[] calls;
    private readonly bool[] done;
    private readonly Stack<Step> steps = [];
    private readonly string seed;
    private SessionState state;
    private string? view;
    private int life;
    private int first;
    private int furthest;
    private string furthestStory = "";

    private HistoryChecker(SessionState initial, IEnumerable<RecordedCall> recorded, string seed)
    {
        calls = [.. recorded.OrderBy(call => call.Began)];
        (done, state, this.seed) = (new bool[calls.Length], initial, seed);
    }

    private int Left => calls.Where((call, i) => call.IsKnown && !done[i]).Count();

    /// <summary>What happened, by the eventCount before it, in its order; fails where no order explains the answers.</summary>
    public static IReadOnlyList<(SessionState Before, ImmutableArray<SessionEvent> Events)> Check(
        SessionState initial, IEnumerable<RecordedCall> recorded, string seed) => new HistoryChecker(initial, recorded, seed).Search();

    private List<(SessionState Before, ImmutableArray<SessionEvent> Events)> Search()
    {
        const int mostSteps = 2_000_000;
        for (var left = Left; left > 0;)
        {
            var next = Candidates().SelectMany(Try).FirstOrDefault(IsReadOnly) is { } read ? [read] : Changing();
            if (next.Count == 0)
            {
                NoteFurthest();
                while (steps.TryPeek(out var last) && last.Others.Count == 0) left += Undo();
                if (steps.Count == 0) throw new XunitException($"No order explains these answers (seed {seed}).\n{furthestStory}");

                var others = steps.Peek().Others;
                left += Undo();
                next = others;
            }

            if (steps.Count > mostSteps) throw new XunitException($"Too many orders to look at (seed {seed}).");

            left -= Do(next[0], [.. next.Skip(1)]);
        }

        foreach (var step in steps) calls[step.Option.Index].TookEffect = true;
        return [.. steps.Reverse().Where(step => !step.Option.Events.IsEmpty).Select(step => (step.Before, step.Option.Events))];
    }

    private static bool IsReadOnly(Option option) => option.Events.IsEmpty && !option.IsRestart;

    private List<Option> Changing() =>
        [.. Candidates().SelectMany(Try).OrderBy(option => calls[option.Index].IsKnown ? 0 : 1)];

    /// <summary>The calls that may be next: none that is left ended before they began.</summary>
    private List<int> Candidates()
    {
        while (first < calls.Length && done[first]) first++;
        List<int> all = [];
        var bound = long.MaxValue;
        for (var i = first; i < calls.Length && calls[i].Began < bound; i++)
        {
            if (done[i] || calls[i] is { IsKnown: false, Life: { } of } && of != life) continue;

            all.Add(i);
            bound = Math.Min(bound, calls[i].Ended);
        }

        all.RemoveAll(i => calls[i].Began > bound || (calls[i].RepeatedBy is { } later && done[Array.IndexOf(calls, later)]));
        return all;
    }

    /// <summary>The call as the model decides it now; nothing where that is not what was answered.</summary>
    private IEnumerable<Option> Try(int index)
    {
        var call = calls[index];
        if (call.Command is null)
        {
            return call.IsKnown && RecordedCall.ViewOf(call.Body!, state) == View ? [new(index, [])] : [];
        }

        var decision = SessionDecider.Decide(state, call.Command);
        var events = decision is Decision.Accepted accepted ? accepted.Events : [];
        if (!call.IsKnown) return events.IsEmpty ? [] : [new(index, events)];

        return Answers(call, decision, events) ? [new(index, events) { IsRestart = call.Command is SessionCommand.Restart }] : [];
    }

    private bool Answers(RecordedCall call, Decision decision, ImmutableArray<SessionEvent> events)
    {
        if (decision is Decision.Rejected { Rejection: var rejection })
        {
            var problem = SessionProblems.Of(rejection, SnapshotView.Of(state));
            return (int)call.Status! == problem.StatusCode && (string?)call.Body!["type"] == problem.ProblemDetails.Type
                && (rejection is not Rejection.Stale || RecordedCall.ViewOf(call.Body["snapshot"]!, state) == View);
        }

        if (call.Status != HttpStatusCode.OK) return false;

        // A stream is opened while nothing else happens, and answers no state.
        if (call.Body is null) return true;

        if (call.Command is SessionCommand.Restart) return RecordedCall.FileOf(call.Body, state) == RecordedCall.FileOf(state);

        var after = SessionEvolver.Apply(state, events);
        return (long)call.Body["eventCount"]! == after.EventCount
            && RecordedCall.ViewOf(call.Body["snapshot"]!, after) == RecordedCall.ViewOf(after);
    }

    private string View => view ??= RecordedCall.ViewOf(state);

    private int Do(Option option, List<Option> others)
    {
        steps.Push(new(option, others, state, life));
        done[option.Index] = true;
        if (!option.Events.IsEmpty) (state, view) = (SessionEvolver.Apply(state, option.Events), null);
        if (option.IsRestart) life++;
        return calls[option.Index].IsKnown ? 1 : 0;
    }

    private int Undo()
    {
        var step = steps.Pop();
        done[step.Option.Index] = false;
        (state, view, life, first) = (step.Before, null, step.Life, Math.Min(first, step.Option.Index));
        return calls[step.Option.Index].IsKnown ? 1 : 0;
    }

    private void NoteFurthest()
    {
        if (steps.Count <= furthest) return;

        furthest = steps.Count;
        furthestStory = $"""
            Last of {steps.Count}:
            {string.Join('\n', steps.Take(12).Reverse().Select(step => "  " + calls[step.Option.Index]))}
            The model then stands at {View}
            and none of these fits:
            {string.Join('\n', Candidates().Select(i => $"  {calls[i]}\n    {calls[i].Body?.ToJsonString()}"))}
            """;
    }

    private sealed record Option(int Index, ImmutableArray<SessionEvent> Events)
    {
        public bool IsRestart { get; init; }
    }

    private sealed record Step(Option Option, List<Option> Others, SessionState Before, int Life);
}
