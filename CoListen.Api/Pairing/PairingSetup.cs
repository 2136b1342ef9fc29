using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace CoListen.Api.Pairing;

/// <summary>Who may call what: paired phones everything, others only the routes that say <c>AllowAnonymous</c>.</summary>
internal static class PairingSetup
{
    /// <summary>Pairing and authentication; each caller's own session (<see cref="CallersSession"/>).</summary>
    public static void AddPairing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WrongCodeLimiter>();
        builder.Services.AddScoped<CallersSession>();

        // Not AddAuthentication: that also sets up data protection, which writes keys into the home directory that nothing here uses.
        builder.Services.AddAuthenticationCore(options => options.DefaultScheme = PairedClientHandler.Scheme).AddWebEncoders();
        new AuthenticationBuilder(builder.Services)
            .AddScheme<AuthenticationSchemeOptions, PairedClientHandler>(PairedClientHandler.Scheme, configureOptions: null);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(PairedClientHandler.Scheme)
            .RequireAssertion(context => context.User.IsPaired() || (context.Resource is HttpContext http && IsUnmatchedOrPairing(http)))
            .Build());
    }

    /// <summary>After the static files: every route that does not say otherwise needs a paired phone.</summary>
    public static void UsePairing(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>What is no route stays a 404 for everyone, and a stranger who pairs with the wrong method or media type hears that.</summary>
    private static bool IsUnmatchedOrPairing(HttpContext http) =>
        http.GetEndpoint() is null || http.Request.Path.Equals(PairRoute.Path, StringComparison.OrdinalIgnoreCase);
}
