using System.Text.Json.Nodes;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using Xunit.Sdk;

namespace CoListen.Tests.Attacks;

public sealed class HistoryCheckerTests
{
    private static readonly SessionState Initial = SessionState.Fresh with
    {
        Queue = new(["a", "b", "c"], 0),
        Clients = SessionState.Fresh.Clients.Add("ana", new("Ana", "", default)).Add("ben", new("Ben", "", default)),
    };

    private readonly List<RecordedCall> calls = [];
    private long clock;
    private int life;

    [Fact]
    public void Commands_at_the_same_count_of_which_one_was_accepted_have_an_order()
    {
        var (ana, ben) = (Begin(Seek("ana", 0, 5)), Begin(Seek("ben", 0, 6)));
        Answer(ana, Stale(After(ben)));
        Answer(ben, After(ben));

        Assert.Equal(6, Assert.IsType<SessionEvent.Seeked>(Assert.Single(Assert.Single(Check()).Events)).PositionSec);
    }

    [Fact]
    public void Two_acceptances_at_one_count_have_none()
    {
        var (ana, ben) = (Begin(Seek("ana", 0, 5)), Begin(Seek("ben", 0, 6)));
        Answer(ana, After(ana));
        Answer(ben, After(ben));

        Assert.Throws<XunitException>(Check);
    }

    [Fact]
    public void A_stale_command_that_was_accepted_has_none()
    {
        var first = Begin(Seek("ana", 0, 5));
        Answer(first, After(first));
        var second = Begin(Seek("ben", 0, 6));
        Answer(second, After(second));

        Assert.Throws<XunitException>(Check);
    }

    [Fact]
    public void An_answer_that_knows_of_no_command_that_ended_before_has_none()
    {
        var seek = Begin(Seek("ana", 0, 5));
        Answer(seek, After(seek));
        Read(Initial);

        Assert.Throws<XunitException>(Check);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    public void A_command_whose_answer_died_with_the_server_is_in_the_file_or_not_and_one_that_was_answered_is(
        bool inFile, bool answered, bool explained)
    {
        var seek = Begin(Seek("ana", 0, 5));
        if (answered) Answer(seek, After(seek));
        var restart = Begin(new SessionCommand.Restart());
        restart.End(HttpStatusCode.OK, JsonNode.Parse(StateJson.Write(inFile ? After(seek) : Initial)), ++clock);

        Assert.Equal(explained, Record.Exception(() => Check()) is null);
    }

    [Fact]
    public void A_command_whose_answer_died_with_the_server_has_no_effect_after_it()
    {
        var seek = Begin(Seek("ana", 0, 5));
        var restart = Begin(new SessionCommand.Restart());
        restart.End(HttpStatusCode.OK, JsonNode.Parse(StateJson.Write(Initial)), ++clock);
        life++;
        Read(After(seek));

        Assert.Throws<XunitException>(Check);
    }

    [Fact]
    public void A_command_whose_answer_is_missing_may_explain_what_others_were_answered()
    {
        var seek = Begin(Seek("ana", 0, 5));
        Read(Initial);
        Read(After(seek));

        Assert.Single(Check());
    }

    [Fact]
    public void A_first_attempt_explains_a_refusal_of_the_second_and_is_told()
    {
        var seek = Begin(Seek("ana", 0, 5));
        var attempt = new RecordedCall(seek.Command, life, seek.Began) { RepeatedBy = seek };
        Answer(seek, Stale(After(seek)));

        Assert.Throws<XunitException>(Check);
        calls.Add(attempt);
        Assert.Single(Check());
        Assert.True(attempt.TookEffect);
    }

    private static SessionCommand.Seek Seek(string clientId, long known, double positionSec) => new(clientId, known, positionSec);

    /// <summary>The first state after this command alone.</summary>
    private static SessionState After(RecordedCall call) =>
        SessionEvolver.Apply(Initial, ((Decision.Accepted)SessionDecider.Decide(Initial, call.Command!)).Events);

    private static JsonNode View(SessionState state) => JsonSerializer.SerializeToNode(SnapshotView.Of(state), WireJson.Options)!;

    private static (HttpStatusCode, JsonNode) Stale(SessionState now) => (HttpStatusCode.Conflict, new JsonObject
    {
        ["type"] = "stale-event-count",
        ["snapshot"] = View(now),
    });

    private IReadOnlyList<(SessionState Before, ImmutableArray<SessionEvent> Events)> Check() =>
        HistoryChecker.Check(Initial, calls, "none");

    private RecordedCall Begin(SessionCommand? command)
    {
        calls.Add(new(command, life, ++clock));
        return calls[^1];
    }

    private void Answer(RecordedCall call, SessionState after) => Answer(
        call, (HttpStatusCode.OK, new JsonObject { ["eventCount"] = after.EventCount, ["snapshot"] = View(after) }));

    private void Answer(RecordedCall call, (HttpStatusCode Status, JsonNode Body) answer) => call.End(answer.Status, answer.Body, ++clock);

    private void Read(SessionState state) => Answer(Begin(null), (HttpStatusCode.OK, View(state)));
}
