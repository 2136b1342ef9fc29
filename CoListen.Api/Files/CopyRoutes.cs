using CoListen.Api.Library;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Silo.Grains;

namespace CoListen.Api.Files;

/// <summary>Body of <c>POST /copies</c>.</summary>
/// <param name="TrackIds">All tracks that lie in the phone's cache, at most 1,000.</param>
internal sealed record CopiesBody([property: JsonRequired] string?[] TrackIds);

/// <summary>
/// <c>POST /copies</c>: takes note of what lies on a phone. The session does not change; all are told how many have a track.
/// </summary>
internal static class CopyRoutes
{
    private const int Max = 1000;

    /// <summary>Maps the route.</summary>
    public static void MapCopies(this IEndpointRouteBuilder routes) => routes
        .MapPost("/copies", Results<NoContent, ProblemHttpResult> (CopiesBody body, CurrentClient client, MusicLibrary library) =>
        {
            if (body.TrackIds.Length > Max) return Problem.Of("too-many-copies", 400, "Too many", $"At most {Max} track ids are taken.");

            string[] known =
                [.. body.TrackIds.OfType<string>().Distinct(StringComparer.Ordinal).Where(id => library.Locate(id) is not null)];
            client.Session.Activity.Add(new HeldTracks(client.ClientId, known));
            return TypedResults.NoContent();
        })
        .WithTags("Files").WithSummary("Which tracks lie on this phone; the stream tells how many phones have a track.")
        .ProducesProblem(StatusCodes.Status400BadRequest);
}
