using CoListen.Api.Hubs;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Silo.Grains;

namespace CoListen.Api.Pairing;

/// <summary>Authenticates paired phones by their <see cref="ClientToken"/>. Challenges with a 401 problem, never with a redirect.</summary>
internal sealed class PairedClientHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    SessionHubs sessions,
    CurrentClient current) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private bool isStateCorrupt;

    /// <summary>The name of the authentication scheme.</summary>
    public new const string Scheme = "Paired";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!ClientToken.TryRead(Request, out var token)) return AuthenticateResult.NoResult();

        if (await sessions.FindAsync(token.Session) is not { } session)
        {
            isStateCorrupt = await sessions.IsListCorruptAsync();
            return AuthenticateResult.Fail("unknown session");
        }

        var authentication = await session.AuthenticateAsync(token.ClientId, token.Hash());
        isStateCorrupt = authentication == Authentication.StateCorrupt;
        if (authentication != Authentication.Paired) return AuthenticateResult.Fail("unknown token");

        ConnectionLimits.Trust(Context);
        return AuthenticateResult.Success(new(current.Set(token.ClientId, token.Session, session), Scheme));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (isStateCorrupt)
        {
            // Nobody can tell whether the phone is paired, so it keeps its token.
            await SessionProblems.StateCorrupt().ExecuteAsync(Context);
            return;
        }

        // Only who was in a room learns that it is gone: nobody can ask by a token of their own which rooms there are.
        var wasClosed = ClientToken.TryRead(Request, out var token) && await sessions.WasClosedAsync(token.Hash());
        Response.Headers.WWWAuthenticate = "Bearer";
        await Problem.Of(
            "not-paired",
            StatusCodes.Status401Unauthorized,
            "Not paired",
            wasClosed
                ? "The room that this phone was in has been closed. Join with the code of another one."
                : "Pair this phone with the code on the host screen first.",
            wasClosed ? [new("reason", "closed")] : null).ExecuteAsync(Context);
    }
}
