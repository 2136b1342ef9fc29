using System.Globalization;
using CoListen.Api.Problems;
using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CoListen.Api.Pairing;

/// <summary>What a phone sends to be let in.</summary>
/// <param name="Code">As read off the host screen; case, spaces and hyphens do not matter.</param>
/// <param name="ClientName">At most 40 characters on one line; absent or empty: the server makes one up.</param>
internal sealed record PairRequest(string Code, string? ClientName = null);

/// <summary>What a phone that was let in gets, beside its token in a cookie.</summary>
/// <param name="ClientId">Its public id.</param>
/// <param name="EventCount">The version of the session.</param>
/// <param name="Snapshot">The session.</param>
internal sealed record PairAnswer(string ClientId, long EventCount, SnapshotView Snapshot);

/// <summary><c>POST /pair</c>: the code against a token.</summary>
internal static class PairingEndpoint
{
    /// <summary>The route.</summary>
    public const string Path = "/pair";

    private static readonly TimeSpan LongestCookie = TimeSpan.FromDays(400);

    /// <summary>Maps the route; it is the only command that an unpaired caller may send.</summary>
    public static IEndpointConventionBuilder MapPairing(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, PairAsync).AllowAnonymous()
            .WithTags("Pairing")
            .WithSummary("Lets a phone in.")
            .WithDescription("The token comes in the cookie `colisten`. A phone that is paired already keeps its id and token, and gets the new name.")
            .Produces<PairAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> PairAsync(
        [FromBody] PairRequest request, HttpContext http, PairingCode code, PairingWindow window, GuessLimit limit, ISession session, TimeProvider time)
    {
        if (request.ClientName is not null && !ClientName.IsGood(request.ClientName))
        {
            return Problem.Of("bad-name", 400, "Bad name", "A name has at most 40 characters, all on one line and all visible.");
        }

        if (!window.IsOpen)
        {
            return Closed();
        }

        var verdict = limit.Judge(http.Connection.RemoteIpAddress, () => code.Matches(request.Code));
        if (verdict.RetryAfter > TimeSpan.Zero)
        {
            return TooManyGuesses(http, verdict.RetryAfter);
        }

        if (!verdict.IsRight)
        {
            return Problem.Of("wrong-code", 403, "Wrong code", "That is not the code on the host screen. It is new each time the server starts.");
        }

        return window.TryPass() ? await LetInAsync(request, http, window, session, time) : Closed();
    }

    private static async Task<IResult> LetInAsync(PairRequest request, HttpContext http, PairingWindow window, ISession session, TimeProvider time)
    {
        var token = http.User.IsPaired() && ClientToken.TryRead(http.Request, out var known) ? known : ClientToken.New();
        var others = (await session.ReadAsync()).Clients.Remove(token.ClientId).Values.Select(client => client.Name);
        var name = ClientName.OrDefault(request.ClientName, others);
        var outcome = await session.ExecuteAsync(new SessionCommand.Pair(token.ClientId, name, token.Hash(), time.GetUtcNow()));
        if (outcome.Rejection is { } rejection)
        {
            window.Open();
            return SessionProblems.Of(rejection, outcome.State);
        }

        http.Response.Cookies.Append(ClientToken.CookieName, token.ToString(), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            Path = "/",
            MaxAge = LongestCookie,
        });
        return Results.Ok(new PairAnswer(token.ClientId, outcome.State.EventCount, SnapshotView.Of(outcome.State)));
    }

    private static ProblemHttpResult Closed() =>
        Problem.Of("pairing-closed", 403, "Pairing is closed", "The room takes no more phones. The host screen can open it again.");

    private static ProblemHttpResult TooManyGuesses(HttpContext http, TimeSpan wait)
    {
        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = seconds;
        return Problem.Of("too-many-guesses", 429, "Too many guesses", $"Too many wrong codes. Try again in {seconds} seconds.");
    }
}
