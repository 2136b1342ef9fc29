using System.Security.Claims;

namespace CoListen.Api.Pairing;

/// <summary>The caller, when it is a paired phone.</summary>
internal static class PairedClient
{
    private const string ClaimType = "clientId";

    /// <summary>The public id of the paired phone that calls. Endpoints that need one are not reached without.</summary>
    /// <exception cref="InvalidOperationException">The caller is not paired: the endpoint was left open by mistake.</exception>
    public static string ClientId(this ClaimsPrincipal caller) =>
        caller.FindFirstValue(ClaimType) ?? throw new InvalidOperationException("An endpoint that anyone may call asked who calls.");

    /// <summary>Whether the caller is a paired phone.</summary>
    public static bool IsPaired(this ClaimsPrincipal caller) => caller.FindFirst(ClaimType) is not null;

    internal static ClaimsPrincipal Of(string clientId) => new(new ClaimsIdentity([new Claim(ClaimType, clientId)], PairedClientHandler.Scheme));
}
