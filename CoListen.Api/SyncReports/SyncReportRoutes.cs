using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Silo.Telemetry;

namespace CoListen.Api.SyncReports;

/// <summary>How well a phone is in step, measured by itself once for each start. Only counted; the session does not change.</summary>
/// <param name="ErrorMs">Milliseconds by which the sound is ahead of its due position, negative when behind: -10,000 to 10,000.</param>
/// <param name="ZeroMovedMs">Milliseconds by which the beats moved the time zero of the start back: 0 to 10,000.</param>
/// <param name="Beats">Number of beats received after the start: 0 to 100,000.</param>
internal sealed record SyncReport(
    [property: JsonRequired] double ErrorMs, [property: JsonRequired] double ZeroMovedMs, [property: JsonRequired] int Beats);

/// <summary><c>POST /in-step</c>: takes sync reports into a histogram and the debug log.</summary>
internal static partial class SyncReportRoutes
{
    /// <summary>Maps the route.</summary>
    public static void MapSyncReports(this IEndpointRouteBuilder routes) => routes
        .MapPost("/in-step", Results<NoContent, ProblemHttpResult> (
            SyncReport report, CurrentClient client, SessionMetrics metrics, ILogger<SyncReport> log) =>
        {
            if (report is not { ErrorMs: >= -10_000 and <= 10_000, ZeroMovedMs: >= 0 and <= 10_000, Beats: >= 0 and <= 100_000 })
            {
                return Problem.Of(
                    "bad-report", 400, "No such report",
                    "errorMs has to be from -10000 to 10000, zeroMovedMs from 0 to 10000 and beats a whole number from 0 to 100000.");
            }

            metrics.SkewReported(report.ErrorMs);
            Reported(log, client.ClientId, report.ErrorMs, report.ZeroMovedMs, report.Beats);
            return TypedResults.NoContent();
        })
        .WithTags("In step").WithSummary("How far off this phone finds its own sound, once for each start.")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    [LoggerMessage(
        LogLevel.Debug, "{ClientId} is {ErrorMs} ms ahead; zero was {ZeroMovedMs} ms earlier than first heard, by {Beats} beats")]
    private static partial void Reported(ILogger logger, string clientId, double errorMs, double zeroMovedMs, int beats);
}
