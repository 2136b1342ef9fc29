using System.Security.Claims;
using CoListen.Api.Hubs;

namespace CoListen.Api.Pairing;

/// <summary>The paired phone that sent the request, and its session. Scoped; <see cref="PairedClientHandler"/> sets it.</summary>
/// <remarks>Every member but <see cref="IsPaired"/> throws <see cref="InvalidOperationException"/> when the caller is not paired.</remarks>
internal sealed class CurrentClient
{
    private (string Id, string SessionName, SessionHub Session)? caller;

    /// <summary>Whether the request carries the token of a paired phone.</summary>
    public bool IsPaired => caller is not null;

    /// <summary>The public id of the phone.</summary>
    public string ClientId => Caller.Id;

    /// <summary>The name of the session, as the token spells it.</summary>
    public string SessionName => Caller.SessionName;

    /// <summary>The session that the phone is paired with.</summary>
    public SessionHub Session => Caller.Session;

    private (string Id, string SessionName, SessionHub Session) Caller =>
        caller ?? throw new InvalidOperationException("The endpoint allows anonymous callers and reads the paired client.");

    /// <summary>Sets the caller.</summary>
    /// <returns>The principal of the caller.</returns>
    public ClaimsPrincipal Set(string id, string sessionName, SessionHub session)
    {
        caller = (id, sessionName, session);
        return new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, id)], PairedClientHandler.Scheme));
    }
}
