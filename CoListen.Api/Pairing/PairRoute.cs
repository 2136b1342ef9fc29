using CoListen.Api.Commands;
using CoListen.Api.Hubs;
using CoListen.Api.Page;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Pairing;

/// <summary>Body of <c>POST /pair</c>.</summary>
/// <param name="Code">The code on the host screen; case, spaces and hyphens are ignored.</param>
/// <param name="ClientName">At most 40 visible characters on one line; when absent or empty, the server chooses one.</param>
internal sealed record PairRequest(string Code, string? ClientName = null);

/// <summary>The answer to a successful <c>POST /pair</c>; the token is in the cookie.</summary>
/// <param name="ClientId">The public id of the phone.</param>
/// <param name="EventCount">The version of the session.</param>
/// <param name="Snapshot">The session.</param>
internal sealed record PairAnswer(string ClientId, long EventCount, SnapshotView Snapshot);

/// <summary><c>POST /pair</c>: exchanges a code for a token.</summary>
internal static class PairRoute
{
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(400);

    /// <summary>Maps the route.</summary>
    public static IEndpointConventionBuilder MapPairing(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/pair", PairAsync).AllowAnonymous()
            .WithMetadata(PageFiles.Compressed).WithMinimalAnswer().WithTags("Pairing")
            .WithSummary("Lets a phone in.")
            .WithDescription(
                "The token comes in the cookie `colisten`. A phone that is paired already keeps its id and token, and gets the new name.")
            .Produces<PairAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> PairAsync(
        [FromBody] PairRequest request, HttpContext http, SessionHubs sessions, CurrentClient current,
        GuessLimiter limiter, ThisMachine machine, TimeProvider time)
    {
        if (!ClientName.IsGood(request.ClientName)) return ClientName.Refuse();

        var all = await sessions.ListAsync();
        if (!all.Any(session => session.IsPairingOpen)) return Closed();

        // The code chooses the session, so the limiter counts guesses over all sessions. A code that was right once is no guess.
        var former = await sessions.FormerCodesAsync();
        SessionEntry? chosen = null;
        var result = limiter.Check(http.Connection.RemoteIpAddress, () => (chosen = PairingCode.Find(all, request.Code)) is not null
            ? machine.Sent(http) ? null : true
            : former.Any(code => PairingCode.Of(code).Matches(request.Code)) ? null : false);
        if (result.RetryAfter > TimeSpan.Zero) return GuessLimiter.Refuse(http, result.RetryAfter);

        if (chosen is null || await sessions.FindAsync(chosen.Name) is not { } session)
        {
            return Problem.Of(
                "wrong-code", 403, "Wrong code", "That is not the code on the host screen. It is new each time the server starts.");
        }

        if (!await sessions.TryPassAsync(chosen.Name)) return Closed();

        IResult? answer = null;
        try
        {
            return answer = await LetInAsync(request, http, current, (chosen.Name, session), time);
        }
        finally
        {
            if (answer is not Ok<PairAnswer>)
            {
                await sessions.OpenPairingAsync(chosen.Name);
            }
        }
    }

    private static async Task<IResult> LetInAsync(
        PairRequest request, HttpContext http, CurrentClient current, (string Name, SessionHub Session) chosen, TimeProvider time)
    {
        var known = current.IsPaired && ClientToken.TryRead(http.Request, out var shown) ? shown : null;
        var token = known is not null && SessionName.Same(known.Session, chosen.Name) ? known : ClientToken.New(chosen.Name);
        var others = (await chosen.Session.GetSnapshotAsync()).Clients
            .Where(client => client.Key != token.ClientId).Select(client => client.Value.Name);
        var clientName = ClientName.OrDefault(request.ClientName, others);
        var outcome = await chosen.Session.ExecuteAsync(
            new SessionCommand.Pair(token.ClientId, clientName, token.Hash(), time.GetUtcNow()));
        if (outcome.Rejection is { } rejection) return SessionProblems.Of(rejection, outcome.Snapshot);

        if (known is not null && known != token)
        {
            // A phone is in one session at a time.
            await current.Session.ExecuteAsync(new SessionCommand.Leave(known.ClientId, time.GetUtcNow()));
        }

        http.Response.Cookies.Append(ClientToken.CookieName, token.ToString(), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            Path = "/",
            MaxAge = CookieLifetime,
        });
        return TypedResults.Ok(new PairAnswer(token.ClientId, outcome.Snapshot.EventCount, outcome.Snapshot));
    }

    private static ProblemHttpResult Closed() =>
        Problem.Of("pairing-closed", 403, "Pairing is closed", "The room takes no more phones. The host screen can open it again.");
}
