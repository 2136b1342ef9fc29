using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Attacks;

/// <summary>Every route of the running server, asked by everybody who may come to its door.</summary>
public sealed class RoleMatrixTests : IAsyncLifetime
{
    /// <summary>
    /// yes: let in, whatever the answer is then. 401: not paired. 403: for the host screen alone. hosts: for the hosts of the room alone.
    /// A removed phone shows the token that it had. Both screens are browsers without a token.
    /// </summary>
    private const string Table = """
                                          anonymous phone     removed   foreign   guest     host      key       loopback
        POST /ack-download                401       yes       401       yes       yes       yes       401       401
        GET  /alive                       yes       yes       yes       yes       yes       yes       yes       yes
        POST /asleep                      401       yes       401       yes       yes       yes       401       401
        POST /bring-back                  401       yes       401       yes       hosts     yes       401       401
        POST /copies                      401       yes       401       yes       yes       yes       401       401
        GET  /cover/{id}                  401       yes       401       yes       yes       yes       401       401
        GET  /events                      401       yes       401       yes       yes       yes       401       401
        GET  /file/{trackId}              401       yes       401       yes       yes       yes       401       401
        HEAD /file/{trackId}              401       yes       401       yes       yes       yes       401       401
        GET  /health                      yes       yes       yes       yes       yes       yes       yes       yes
        GET  /host                        403       403       403       403       403       403       yes       yes
        POST /host/clients/host           403       403       403       403       403       403       yes       yes
        POST /host/clients/remove         403       403       403       403       403       403       yes       yes
        POST /host/clients/rename         403       403       403       403       403       403       yes       yes
        POST /host/code/renew             403       403       403       403       403       403       yes       yes
        POST /host/control                403       403       403       403       403       403       yes       yes
        GET  /host/cover/{id}             403       403       403       403       403       403       yes       yes
        GET  /host/events                 403       403       403       403       403       403       yes       yes
        GET  /host/index                  403       403       403       403       403       403       yes       yes
        GET  /host/info                   403       403       403       403       403       403       yes       yes
        POST /host/loudness               403       403       403       403       403       403       yes       yes
        GET  /host/music                  403       403       403       403       403       403       yes       yes
        POST /host/music                  403       403       403       403       403       403       yes       yes
        POST /host/next                   403       403       403       403       403       403       yes       yes
        POST /host/pairing/open           403       403       403       403       403       403       yes       yes
        POST /host/pause                  403       403       403       403       403       403       yes       yes
        POST /host/play                   403       403       403       403       403       403       yes       yes
        POST /host/previous               403       403       403       403       403       403       yes       yes
        POST /host/rescan                 403       403       403       403       403       403       yes       yes
        GET  /host/scan                   403       403       403       403       403       403       yes       yes
        GET  /host/sessions               403       403       403       403       403       403       yes       yes
        POST /host/sessions               403       403       403       403       403       403       yes       yes
        POST /host/sessions/close         403       403       403       403       403       403       yes       yes
        POST /host/start-now              403       403       403       403       403       403       yes       yes
        GET  /host/unreadable             403       403       403       403       403       403       yes       yes
        POST /in-step                     401       yes       401       yes       yes       yes       401       401
        GET  /index                       401       yes       401       yes       yes       yes       401       401
        POST /leave                       401       yes       401       yes       yes       yes       401       401
        POST /move                        401       yes       401       yes       hosts     yes       401       401
        POST /next                        401       yes       401       yes       hosts     yes       401       401
        POST /not-tonight                 401       yes       401       yes       hosts     yes       401       401
        POST /nudge                       401       yes       401       yes       hosts     yes       401       401
        GET  /openapi/{documentName}.json 401       yes       401       yes       yes       yes       401       401
        POST /pair                        yes       yes       yes       yes       yes       yes       yes       yes
        POST /pause                       401       yes       401       yes       hosts     yes       401       401
        POST /play                        401       yes       401       yes       hosts     yes       401       401
        POST /previous                    401       yes       401       yes       hosts     yes       401       401
        GET  /qr                          yes       yes       yes       yes       yes       yes       yes       yes
        POST /rejoin                      401       yes       401       yes       yes       yes       401       401
        POST /rename                      401       yes       401       yes       yes       yes       401       401
        POST /seek                        401       yes       401       yes       hosts     yes       401       401
        GET  /session                     401       yes       401       yes       yes       yes       401       401
        POST /shuffle                     401       yes       401       yes       hosts     yes       401       401
        POST /sit-out                     401       yes       401       yes       yes       yes       401       401
        GET  /snapshot                    401       yes       401       yes       yes       yes       401       401
        POST /start-now                   401       yes       401       yes       yes       yes       401       401
        POST /undo                        401       yes       401       yes       yes       yes       401       401
        POST /unwish                      401       yes       401       yes       yes       yes       401       401
        POST /wish                        401       yes       401       yes       yes       yes       401       401
        """;

    private static readonly (string, string) FromAfar = ("X-Forwarded-For", "192.168.0.9");

    private readonly List<IDisposable> callers = [];
    private TestServer server = null!;
    private TestPhone lookingOn = null!;
    private string[] tracks = [];

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(songs: 3);
        lookingOn = await server.PairAsync("Looking on");
        tracks = [.. await lookingOn.TracksAsync()];
    }

    public async ValueTask DisposeAsync()
    {
        lookingOn.Dispose();
        callers.ForEach(caller => caller.Dispose());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_route_lets_in_whom_it_is_for_and_nobody_else()
    {
        var party = await server.OpenAsync("Party");
        var (phone, removed) = (await PairAsync(TestServer.Code), await PairAsync(TestServer.Code));
        var foreign = await PairAsync(await server.OpenAsync("Kitchen"));
        var (guest, host) = (await PairAsync(party), await PairAsync(party));
        var screen = Add(server.Stranger());
        foreach (var (path, body) in new (string, object)[]
        {
            ("remove", new { clientId = removed.ClientId }), ("host", new { session = "Party", clientId = host.ClientId, host = true }),
        })
        {
            using var done = await screen.Post("/host/clients/" + path, body);
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }

        using var hosted = await screen.Post("/host/control", new { session = "Party", control = "hosts" });
        Assert.Equal(HttpStatusCode.OK, hosted.StatusCode);
        var key = ("Cookie", $"colisten-host={server.HostKey}");
        (string Name, HttpClient Caller, TestPhone Room, (string, string)[] Headers)[] roles =
        [
            ("anonymous", Add(server.Stranger()), lookingOn, [FromAfar]), ("phone", phone, lookingOn, [FromAfar]),
            ("removed", removed, lookingOn, [FromAfar]), ("foreign", foreign, foreign, [FromAfar]), ("guest", guest, guest, [FromAfar]),
            ("host", host, host, [FromAfar]), ("key", Add(server.Stranger()), lookingOn, [FromAfar, key]),
            ("loopback", screen, lookingOn, []),
        ];

        var lines = new List<string> { Line("", roles.Select(role => role.Name)) };
        foreach (var (method, path) in Routes())
        {
            var cells = new List<string>();
            foreach (var (_, caller, room, headers) in roles)
            {
                var before = await lookingOn.SnapshotAsync();
                cells.Add(await AskAsync(caller, method, path, room, headers));
                if (caller == foreign) Assert.Equal(Decided(before), Decided(await lookingOn.SnapshotAsync()));
            }

            lines.Add(Line($"{method,-4} {path}", cells));
        }

        Assert.Equal(Table.ReplaceLineEndings("\n"), string.Join('\n', lines));
    }

    /// <summary>What people have decided in the main room.</summary>
    private static string Decided(JsonNode snapshot) => string.Join(
        ' ', new[] { "eventCount", "queue", "control", "evenLoudness", "wishes" }.Select(name => snapshot[name]?.ToJsonString()));

    private static string Line(string route, IEnumerable<string> cells) =>
        $"{route,-34}{string.Concat(cells.Select(cell => $"{cell,-10}"))}".TrimEnd();

    private IEnumerable<(string Method, string Path)> Routes() =>
        from route in server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        orderby route.RoutePattern.RawText, method
        select (method, route.RoutePattern.RawText!);

    private async Task<string> AskAsync(HttpClient caller, string method, string path, TestPhone room, (string, string)[] headers)
    {
        var known = caller is TestPhone && room != lookingOn ? await room.SnapshotAsync() : await lookingOn.SnapshotAsync();

        // Enough for every route. Those of the host screen do it to a room that nobody is in.
        var body = new
        {
            code = TestServer.Code,
            trackId = (string)known["queue"]![1]!,
            afterTrackId = (string)known["queue"]![0]!,
            trackIds = tracks,
            positionSec = 1,
            anchorEvent = 0,
            errorMs = 0,
            zeroMovedMs = 0,
            beats = 0,
            name = "Attic",
            session = "Attic",
            clientId = "nobody",
            host = true,
            control = "hosts",
            even = true,
            play = "everything",
        };
        var address = path.Replace("{trackId}", tracks[0], StringComparison.Ordinal).Replace("{id}", tracks[0], StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal);
        using var content = method == "POST" ? JsonContent.Create(body) : null;
        using var answer = await caller.Ask(
            new HttpMethod(method), address, content, [("If-Match-Event", known["eventCount"]!.ToString()), .. headers]);
        var status = (int)answer.StatusCode;
        var isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        var type = !isProblem ? null
            // Without a body, the status has to do.
            : method == "HEAD" ? status == 401 ? "not-paired" : ""
            : (await answer.Json()).GetProperty("type").GetString();
        return type switch
        {
            "not-paired" => "401",
            "host-only" => "403",
            "hosts-only" => "hosts",
            // A request that was wrong for another reason shows nothing.
            _ => status is 400 or 401 or 403 or 405 or 415 or 428 or 429 or >= 500 ? $"{status} {type}" : "yes",
        };
    }

    private async Task<TestPhone> PairAsync(string code) => Add(await server.PairAsync(code: code));

    private T Add<T>(T caller)
        where T : IDisposable
    {
        callers.Add(caller);
        return caller;
    }
}
