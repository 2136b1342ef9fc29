namespace CoListen.Silo.Sessions;

/// <summary>What the decider made of a command.</summary>
internal abstract record Decision
{
    /// <summary>These events happened, in this order; there may be none.</summary>
    public sealed record Accepted(ImmutableArray<SessionEvent> Events) : Decision;

    /// <summary>Nothing happened.</summary>
    public sealed record Rejected(Rejection Rejection) : Decision;
}

/// <summary>The events of one decision as it is being made, and the state that they lead to.</summary>
internal sealed class DecisionBuilder(SessionState state)
{
    private readonly ImmutableArray<SessionEvent>.Builder events = ImmutableArray.CreateBuilder<SessionEvent>();

    /// <summary>The state after everything added so far.</summary>
    public SessionState State { get; private set; } = state;

    public void Add(SessionEvent happened)
    {
        events.Add(happened);
        State = SessionEvolver.Apply(State, happened);
    }

    public Decision Accept() => new Decision.Accepted(events.ToImmutable());
}
