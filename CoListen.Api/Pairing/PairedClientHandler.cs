using System.Text.Encodings.Web;
using CoListen.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CoListen.Api.Pairing;

/// <summary>Knows a paired phone by its <see cref="ClientToken"/>. A caller it does not know gets a 401 problem, never a redirect.</summary>
internal sealed class PairedClientHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ISession session) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
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

        var state = await session.ReadAsync();
        return state.Clients.TryGetValue(token.ClientId, out var client) && token.Matches(client.TokenHash)
            ? AuthenticateResult.Success(new(PairedClient.Of(token.ClientId), Scheme))
            : AuthenticateResult.Fail("unknown token");
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of("not-paired", StatusCodes.Status401Unauthorized, "Not paired", "Pair this phone with the code on the host screen first.")
            .ExecuteAsync(Context);
    }
}
