using System.Security.Claims;
using System.Text.Json.Serialization;
using CoListen.Api.Commands;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Silo.Telemetry;

namespace CoListen.Api.SyncReports;

/// <summary>What a phone says of its own sound, once for each start. Nothing of the session follows from it.</summary>
/// <param name="ErrorMs">How far ahead of its place its sound is, in milliseconds; below 0: behind. -10,000 to 10,000.</param>
/// <param name="ZeroMovedMs">By how much the beats showed that it heard late of the start, in milliseconds: 0 to 10,000.</param>
/// <param name="Beats">How many beats of the train it has heard: 0 to 100,000.</param>
internal sealed record SyncReport([property: JsonRequired] double ErrorMs, [property: JsonRequired] double ZeroMovedMs, [property: JsonRequired] int Beats)
{
    /// <summary>Every number is one that a phone can have measured.</summary>
    public bool IsGood => ErrorMs is >= -10_000 and <= 10_000 && ZeroMovedMs is >= 0 and <= 10_000 && Beats is >= 0 and <= 100_000;
}

/// <summary><c>POST /in-step</c>: phones measure how well they are in step; the server only counts.</summary>
internal static partial class SyncReportRoutes
{
    /// <summary>Maps the route.</summary>
    public static void MapSyncReports(this IEndpointRouteBuilder routes) => routes
        .MapPost("/in-step", async (HttpRequest request, ClaimsPrincipal user, SessionMetrics metrics, ILoggerFactory logs) =>
        {
            var (report, badBody) = await CommandRequest.ReadBodyAsync<SyncReport>(request);
            if (report is not { IsGood: true })
            {
                return badBody ?? Problem.Of(
                    "bad-report", StatusCodes.Status400BadRequest, "No such report",
                    "errorMs has to be from -10000 to 10000, zeroMovedMs from 0 to 10000 and beats a whole number from 0 to 100000.");
            }

            metrics.SkewReported(report.ErrorMs);
            Reported(logs.CreateLogger("CoListen.Api.SyncReports"), user.ClientId(), report.ErrorMs, report.ZeroMovedMs, report.Beats);
            return Results.NoContent();
        })
        .WithTags("In step").WithSummary("How far off this phone finds its own sound, once for each start.")
        .Accepts<SyncReport>("application/json").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest);

    [LoggerMessage(LogLevel.Debug, "{ClientId} is {ErrorMs} ms ahead; zero was {ZeroMovedMs} ms earlier than first heard, by {Beats} beats")]
    private static partial void Reported(ILogger logger, string clientId, double errorMs, double zeroMovedMs, int beats);
}
