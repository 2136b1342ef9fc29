using CoListen.Api.Events;
using CoListen.Api.Hubs;
using CoListen.Api.Library;
using CoListen.Api.Page;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Silo.Grains;
using Microsoft.AspNetCore.WebUtilities;
using static Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior;

namespace CoListen.Api.Host;

/// <summary>What the host screen shows beside the session.</summary>
/// <param name="Url">The address that phones open.</param>
/// <param name="QrUrl">The address in the QR code: the best one that answers; null where none does, and no code is drawn.</param>
/// <param name="Code">The pairing code.</param>
/// <param name="Pairing"><c>open</c> or <c>closed</c>.</param>
internal sealed record HostInfo(string Url, string? QrUrl, string Code, string Pairing);

/// <summary>The host screen and the routes that only it may call.</summary>
internal static class HostRoutes
{
    private const string Screen = "/host";

    /// <summary>Registers the host screen. Settings: <c>Host:Key</c> (default: new at each start), <c>PublicUrl</c>.</summary>
    /// <exception cref="StartupException">The key is too short.</exception>
    public static void AddHostScreen(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new HostKey(builder.Configuration["Host:Key"], TimeProvider.System));
        builder.Services.AddSingleton<LanUrl>();
        builder.Services.AddSingleton<AnsweringUrl>();
        builder.Services.AddSingleton(Console.Out);
        builder.Services.AddHostedService<StartupBanner>();
        new AuthenticationBuilder(builder.Services)
            .AddScheme<AuthenticationSchemeOptions, HostScreenHandler>(HostScreenHandler.Scheme, configureOptions: null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(
            HostScreenHandler.Scheme, new AuthorizationPolicyBuilder(HostScreenHandler.Scheme).RequireAuthenticatedUser().Build());

        // The log of requests has their queries, and so the key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }

    /// <summary>Lets only the host screen call this.</summary>
    public static TBuilder ForHostScreen<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(HostScreenHandler.Scheme);

    /// <summary>The pairing window of a session as the host screen reads it: <c>open</c> or <c>closed</c>.</summary>
    public static string Pairing(SessionEntry session) => session.IsPairingOpen ? "open" : "closed";

    /// <summary>Maps <c>/host</c> and the routes below it. The query <c>session</c> names a session; default: <c>main</c>.</summary>
    public static void MapHostScreen(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Screen, OpenAsync).AllowAnonymous().WithTags("Host")
            .WithSummary("The big screen: QR, code, what plays, who is here.");
        var group = routes.MapGroup(Screen).ForHostScreen().WithTags("Host").ProducesProblem(StatusCodes.Status403Forbidden);
        group.MapGet("/info", InfoAsync).WithSummary("Where phones find the server, the code, and whether it lets phones in.");
        group.MapGet("/index", Index).WithMetadata(PageFiles.Compressed)
            .WithSummary("The playlist, with covers that the host screen may see.");
        group.MapGet("/cover/{id}", LibraryRoutes.CoverOf).RequireRateLimiting(RateLimits.Covers)
            .WithSummary("The embedded art of a track, as /cover/{id} has it.");
        group.MapGet("/events", ListenAsync)
            .WithSummary("Server-sent events, as phones hear them, for a screen that only looks on.");
        group.MapGet("/unreadable", (MusicLibrary library) => library.Unreadable)
            .WithSummary("Files and folders that the last scan could not read, with reasons.");
        group.MapGet("/scan", (MusicLibrary library) => library.Progress)
            .WithSummary("How far the running scan is; zeros when none is running.");
        group.MapPost("/rescan", RescanAsync).WithSummary("Looks at the audio directory anew.");
        group.MapPost("/pairing/open", OpenPairingAsync).WithSummary("Lets phones in again.");
        group.MapHostSessions();
        group.MapHostClients();
        group.MapHostCommands();
        group.MapHostMusic();
    }

    /// <summary>Moves a key in the address into a cookie, or sends the page.</summary>
    private static async Task<IResult> OpenAsync(string? key, string? session, HttpContext http, HostKey right, IWebHostEnvironment files)
    {
        var guess = string.IsNullOrEmpty(key) ? default : right.Check(http.Connection.RemoteIpAddress, key);
        if (guess.RetryAfter > TimeSpan.Zero) return GuessLimiter.Refuse(http, guess.RetryAfter);

        if (guess.IsRight)
        {
            http.Response.Cookies.Append(HostKey.CookieName, right.Text, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
                Path = "/",
            });
            return Results.Redirect(session is null ? Screen : QueryHelpers.AddQueryString(Screen, "session", session));
        }

        if (!await HostScreenHandler.KnowsAsync(http)) return Results.Challenge(authenticationSchemes: [HostScreenHandler.Scheme]);

        var page = files.WebRootFileProvider.GetFileInfo("host.html");
        http.Response.Headers.CacheControl = "no-cache";
        return page.Exists
            ? Results.Stream(page.CreateReadStream(), "text/html; charset=utf-8", lastModified: page.LastModified)
            : Problem.Of("not-found", 404, "Not found", "The host screen has not been built.");
    }

    private static async Task<Results<Ok<HostInfo>, ProblemHttpResult>> InfoAsync(
        LanUrl url, AnsweringUrl answering, SessionHubs sessions, string? session) =>
        await sessions.FindEntryAsync(session ?? SessionName.Main) is { } chosen
            ? TypedResults.Ok(new HostInfo(url.Best, await answering.FirstAsync(), chosen.Code, Pairing(chosen)))
            : HostSessionRoutes.Unknown();

    private static async Task<Results<Ok<HostInfo>, ProblemHttpResult>> OpenPairingAsync(
        LanUrl url, AnsweringUrl answering, SessionHubs sessions, string? session,
        [FromBody(EmptyBodyBehavior = Allow)] HostCommandBody? body)
    {
        var name = body?.Session ?? session ?? SessionName.Main;
        await sessions.OpenPairingAsync(name);
        return await InfoAsync(url, answering, sessions, name);
    }

    private static async Task<IResult> ListenAsync(HttpContext http, SessionHubs sessions, [FromQuery(Name = "session")] string? name) =>
        await sessions.FindAsync(name ?? SessionName.Main) is { } session
            ? await EventRoutes.ListenAsync(http, session, clientId: null, sounding: null, positionSec: null)
            : HostSessionRoutes.Unknown();

    private static JsonHttpResult<IReadOnlyList<Track>> Index(MusicLibrary library) => TypedResults.Json<IReadOnlyList<Track>>(
        [.. library.Tracks.Select(track => track.CoverUrl is null ? track : track with { CoverUrl = Screen + track.CoverUrl })],
        IndexJson.Default.IReadOnlyListTrack);

    private static async Task<Results<Ok<LibraryScan>, ProblemHttpResult>> RescanAsync(
        LibrarySync library, CancellationToken cancel)
    {
        var scan = await library.ScanAsync(cancel);
        return scan.Error is null ? TypedResults.Ok(scan) : Problem.Of("not-scanned", 503, "Not scanned", scan.Error);
    }
}
