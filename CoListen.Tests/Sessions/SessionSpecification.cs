using CoListen.Silo.Sessions;

namespace CoListen.Tests.Sessions;

/// <summary>
/// One session, told: given these events, when this is asked, then these events happen (all of them, in this order) or it is refused.
/// </summary>
internal sealed class SessionSpecification
{
    private Decision? _decision;

    private SessionSpecification(SessionState state) => State = state;

    public SessionState State { get; private set; }

    public static SessionSpecification Given(params SessionEvent[][] past) =>
        new(past.Aggregate(SessionState.Fresh, SessionEvolver.Apply));

    /// <summary>Asks one thing after the other; all but the last are to be accepted.</summary>
    public SessionSpecification When(params SessionCommand[] commands)
    {
        foreach (var command in commands)
        {
            Assert.IsNotType<Decision.Rejected>(_decision);
            _decision = SessionDecider.Decide(State, WithCount(command));
            State = _decision is Decision.Accepted accepted ? SessionEvolver.Apply(State, accepted.Events) : State;
        }

        return this;
    }

    public SessionSpecification Then(params SessionEvent[] expected)
    {
        Assert.NotNull(_decision);
        Assert.Equal(Describe.Of(new Decision.Accepted([.. expected])), Describe.Of(_decision));
        return this;
    }

    public SessionSpecification ThenNothing() => Then();

    public SessionSpecification ThenRejected(Rejection rejection)
    {
        Assert.Equal(rejection, Assert.IsType<Decision.Rejected>(_decision).Rejection);
        _decision = null;
        return this;
    }

    /// <summary>What the state says after all of this.</summary>
    public SessionSpecification And(Action<SessionState> holds)
    {
        holds(State);
        return this;
    }

    private SessionCommand WithCount(SessionCommand command) =>
        command is SessionCommand.Intent { ExpectedEventCount: SessionDsl.TheCurrentCount } intent
            ? intent with { ExpectedEventCount = State.EventCount }
            : command;
}
