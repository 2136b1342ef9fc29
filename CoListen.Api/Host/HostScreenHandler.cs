using System.Security.Claims;
using CoListen.Api.Problems;
using CoListen.Api.Security;

namespace CoListen.Api.Host;

/// <summary>Authenticates the host screen: a browser on this machine, or one with the <see cref="HostKey"/>. Challenges with 403.</summary>
internal sealed class HostScreenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ThisMachine machine,
    HostKey key) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private TimeSpan wait;

    /// <summary>The name of the authentication scheme and of its policy.</summary>
    public new const string Scheme = "HostScreen";

    /// <summary>Whether the host screen sent the request.</summary>
    public static async Task<bool> KnowsAsync(HttpContext http) => (await http.AuthenticateAsync(Scheme)).Succeeded;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(machine.Sent(Context) || IsKeyShown()
        ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(Scheme)), Scheme))
        : AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (wait > TimeSpan.Zero) return GuessLimiter.Refuse(Context, wait).ExecuteAsync(Context);

        if (Request.Cookies.ContainsKey(HostKey.CookieName))
        {
            // A screen of before the last start would go on guessing with its old key.
            Response.Cookies.Delete(HostKey.CookieName);
        }

        return Problem.Of(
            "host-only", 403, "Host only",
            "Only the host screen may do this. Open the address with the key that the server printed when it started.")
            .ExecuteAsync(Context);
    }

    private bool IsKeyShown()
    {
        var result = Request.Cookies[HostKey.CookieName] is { } shown ? key.Check(Context.Connection.RemoteIpAddress, shown) : default;
        wait = result.RetryAfter;
        return result.IsRight;
    }
}
