using System.Security.Claims;
using System.Threading.RateLimiting;
using CoListen.Api.Problems;

namespace CoListen.Api.Security;

/// <summary>Limits the files and covers that a client takes at once, so that one phone cannot use up network or memory.</summary>
internal static class RateLimits
{
    /// <summary>The policy of files. A request over the limit is refused.</summary>
    public const string Downloads = "downloads";

    /// <summary>The policy of covers. Requests over the limit wait, because a page asks for many at once.</summary>
    public const string Covers = "covers";

    /// <summary>Requests that one client may have in progress under one policy.</summary>
    public const int PerClient = 4;

    private const int MaxQueuedCovers = 256;
    private const int MaxQueuedOpenings = 8;

    /// <summary>
    /// Limits the streams that a client opens at once, by its id. A session opens one at a time: a client with many connections would keep
    /// all others waiting. A few wait; then it is the oldest that is refused.
    /// </summary>
    public static PartitionedRateLimiter<string> Openings { get; } = PartitionedRateLimiter.Create<string, string>(clientId =>
        RateLimitPartition.GetConcurrencyLimiter(clientId, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = 2,
            QueueLimit = MaxQueuedOpenings,
            QueueProcessingOrder = QueueProcessingOrder.NewestFirst,
        }));

    /// <summary>Registers the policies.</summary>
    public static void AddRateLimits(this WebApplicationBuilder builder) => builder.Services.AddRateLimiter(options =>
    {
        options.AddPolicy(Downloads, http =>
            // Another form of a file has to be made first, for HEAD, too.
            HttpMethods.IsHead(http.Request.Method) && !http.Request.QueryString.HasValue
                ? RateLimitPartition.GetNoLimiter("") : PerClientOf(http, queued: 0));
        options.AddPolicy(Covers, http => PerClientOf(http, MaxQueuedCovers));
        options.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            await Problem.Of(
                "too-many-downloads", 429, "Too many downloads",
                $"At most {PerClient} downloads run at once for each client. Try again when one of them is done.")
                .ExecuteAsync(context.HttpContext);
        };
    });

    private static RateLimitPartition<string> PerClientOf(HttpContext http, int queued) => RateLimitPartition.GetConcurrencyLimiter(
        http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? http.Connection.RemoteIpAddress?.ToString() ?? "",
        _ => new ConcurrencyLimiterOptions { PermitLimit = PerClient, QueueLimit = queued });
}
