using CoListen.Api.Commands;
using CoListen.Api.Hubs;
using CoListen.Api.Library;
using CoListen.Api.Page;
using CoListen.Api.Problems;
using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Host;

/// <summary>What may be chosen for a room, and what is.</summary>
/// <param name="Folders">By their paths below the audio directory; a folder's count has what is below it.</param>
/// <param name="Albums">As the tags name them.</param>
/// <param name="Artists">As the tags name them.</param>
/// <param name="Playlists">The playlist files of the audio directory.</param>
/// <param name="Play"><c>everything</c>, or a list of <see cref="MusicChoice"/>.</param>
internal sealed record HostMusic(
    IReadOnlyList<MusicGroup> Folders,
    IReadOnlyList<MusicGroup> Albums,
    IReadOnlyList<MusicGroup> Artists,
    IReadOnlyList<MusicGroup> Playlists,
    object Play);

/// <summary>Body of <c>POST /host/music</c>.</summary>
/// <param name="Play"><c>everything</c>, or a list of <see cref="MusicChoice"/>: their union plays.</param>
/// <param name="Session">The session; default: <c>main</c>.</param>
internal sealed record HostMusicBody([property: JsonRequired] JsonElement Play, string? Session = null);

/// <summary><c>/host/music</c>: what plays in a room.</summary>
internal static class HostMusicRoutes
{
    private const string Everything = "everything";

    /// <summary>Maps the routes.</summary>
    public static void MapHostMusic(this IEndpointRouteBuilder host)
    {
        host.MapGet("/music", GetAsync).WithMetadata(PageFiles.Compressed)
            .WithSummary("The folders, albums, artists and playlists that may play in a room, and what does.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        host.MapPost("/music", ChooseAsync)
            .WithSummary("Chooses what plays in a room. The song that plays goes on until it ends.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<HostMusic>, ProblemHttpResult>> GetAsync(
        MusicLibrary library, SessionHubs sessions, [FromQuery(Name = "session")] string? name)
    {
        if (await sessions.FindAsync(name ?? SessionName.Main) is not { } session) return HostSessionRoutes.Unknown();

        var (groups, music) = (library.Catalog.Groups, await session.GetMusicAsync());
        return TypedResults.Ok(new HostMusic(
            groups.Folders, groups.Albums, groups.Artists, groups.Playlists, music is [] ? Everything : music));
    }

    private static async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> ChooseAsync(
        HostMusicBody body, MusicLibrary library, LibrarySync sync, SessionHubs sessions)
    {
        if (Parse(body.Play) is not { } music)
        {
            return Problem.Of(
                "bad-music", 400, "Bad music", "play is \"everything\" or a list of {folder}, {album}, {artist} or {playlist}.");
        }

        if (await sessions.FindAsync(body.Session ?? SessionName.Main) is not { } session) return HostSessionRoutes.Unknown();

        // What was chosen may be away for a while, like the disk that it is on: it may stay chosen.
        var fresh = music.Except(await session.GetMusicAsync());
        return fresh.FirstOrDefault(choice => !library.Catalog.Groups.Has(choice)) is { Name: var unknown }
            ? Problem.Of("unknown-music", 422, "Unknown music", $"The library has nothing that is called “{unknown}”.")
            : HostClientRoutes.Answer(await sync.ChooseAsync(session, music));
    }

    // Null: it is neither "everything" nor a list of choices.
    private static MusicChoice[]? Parse(JsonElement play)
    {
        if (play.ValueKind == JsonValueKind.String) return play.ValueEquals(Everything) ? [] : null;
        if (play.ValueKind != JsonValueKind.Array || play.GetArrayLength() == 0) return null;

        try
        {
            var music = play.Deserialize<MusicChoice?[]>(JsonSerializerOptions.Web)!;
            return Array.TrueForAll(music, choice => choice is { IsOne: true }) ? [.. music.Distinct()!] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
