using System.Text.Encodings.Web;
using CoListen.Api.Problems;
using CoListen.Silo.Activation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CoListen.Api.Pairing;

/// <summary>Authenticates paired phones by their <see cref="ClientToken"/>. Challenges with a 401 problem, never with a redirect.</summary>
internal sealed class PairedClientHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ISessions sessions,
    CurrentClient current) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the authentication scheme.</summary>
    public new const string Scheme = "Paired";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!ClientToken.TryRead(Request, out var token))
        {
            return AuthenticateResult.NoResult();
        }

        if (await sessions.FindAsync(token.Session) is not { } session
            || !(await session.ReadAsync()).Clients.TryGetValue(token.ClientId, out var client)
            || !token.Matches(client.TokenHash))
        {
            return AuthenticateResult.Fail("unknown token");
        }

        return AuthenticateResult.Success(new(current.Set(token.ClientId, token.Session, session), Scheme));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var wasClosed = ClientToken.TryRead(Request, out var token) && await sessions.FindAsync(token.Session) is null;
        Response.Headers.WWWAuthenticate = "Bearer";
        await Problem.Of(
            "not-paired",
            StatusCodes.Status401Unauthorized,
            "Not paired",
            wasClosed ? "The room that this phone was in has been closed. Join with the code of another one." : "Pair this phone with the code on the host screen first.",
            wasClosed ? [new("reason", "closed")] : null).ExecuteAsync(Context);
    }
}
