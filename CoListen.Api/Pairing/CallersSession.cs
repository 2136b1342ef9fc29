namespace CoListen.Api.Pairing;

/// <summary>The session of the paired phone that calls, known from its token; one of these for each request.</summary>
internal sealed class CallersSession
{
    private (string Name, ISession Session)? found;

    /// <summary>What it is called.</summary>
    public string Name => Found.Name;

    /// <summary>The session.</summary>
    public ISession Session => Found.Session;

    // Whoever is not paired has none: the endpoint was left open by mistake.
    private (string Name, ISession Session) Found => found ?? throw new InvalidOperationException("An endpoint that anyone may call asked for the caller's session.");

    /// <summary>Who calls is known now.</summary>
    public void Be(string name, ISession session) => found = (name, session);
}
