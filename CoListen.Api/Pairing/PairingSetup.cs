using CoListen.Api.Security;

namespace CoListen.Api.Pairing;

/// <summary>Authentication of phones. Every route that does not say <c>AllowAnonymous</c> or name a policy needs a paired phone.</summary>
internal static class PairingSetup
{
    private const int MaxWrongCodes = 20;
    private const int MaxRightCodes = 30;

    /// <summary>Registers pairing, the authentication scheme and the fallback policy.</summary>
    public static void AddPairing(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<CurrentClient>().AddSingleton(
            services => new GuessLimiter(services.GetRequiredService<TimeProvider>(), MaxWrongCodes, MaxRightCodes));

        // AddAuthentication would also set up data protection, which writes unused keys into the home directory.
        builder.Services.AddAuthenticationCore(options => options.DefaultScheme = PairedClientHandler.Scheme).AddWebEncoders();
        new AuthenticationBuilder(builder.Services)
            .AddScheme<AuthenticationSchemeOptions, PairedClientHandler>(PairedClientHandler.Scheme, configureOptions: null);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(PairedClientHandler.Scheme)
            .RequireAssertion(context =>
                context.User.Identity is { IsAuthenticated: true } || (context.Resource is HttpContext http && IsUnmatched(http)))
            .Build());
    }

    /// <summary>Adds authentication and authorization to the pipeline, after the static files.</summary>
    public static void UsePairing(this WebApplication app) => app.UseAuthentication().UseAuthorization();

    /// <summary>Whether no route matches. Routing answers a wrong method (405) or media type (415) by endpoints of its own.</summary>
    private static bool IsUnmatched(HttpContext http) => http.GetEndpoint() is not RouteEndpoint;
}
