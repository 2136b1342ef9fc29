using System.Security.Claims;
using CoListen.Api.Problems;

namespace CoListen.Api.Host;

/// <summary>Authenticates the host screen: a browser on this machine, or one with the <see cref="HostKey"/>. Challenges with 403.</summary>
internal sealed class HostScreenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the authentication scheme and of its policy.</summary>
    public new const string Scheme = "HostScreen";

    /// <summary>Whether the host screen sent the request.</summary>
    public static bool Knows(HttpContext http) =>
        IsThisMachine(http) || http.RequestServices.GetRequiredService<HostKey>().Matches(http.Request.Cookies[HostKey.CookieName]);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Knows(Context)
        ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(Scheme)), Scheme))
        : AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problem.Of(
            "host-only", 403, "Host only",
            "Only the host screen may do this. Open the address with the key that the server printed when it started.")
            .ExecuteAsync(Context);

    /// <summary>Whether the request comes from this machine and not from a proxy on it, which names its client in a header.</summary>
    private static bool IsThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
}
