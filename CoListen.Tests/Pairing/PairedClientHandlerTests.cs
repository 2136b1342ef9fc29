using System.Buffers.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Pairing;

public sealed class PairedClientHandlerTests(SharedServer shared)
{
    private static readonly HashSet<string> Open = new(StringComparer.Ordinal) { "/pair", "/qr", "/health", "/alive" };

    [Fact]
    public async Task The_cookie_and_the_bearer_token_are_as_good_as_each_other()
    {
        using var phone = await shared.Server.PairAsync();
        using var stranger = shared.Server.Stranger();

        using var byBearer = await phone.Get("/snapshot");
        using var byCookie = await stranger.Get("/snapshot", ("Cookie", $"colisten={phone.Token}"));

        Assert.Equal(HttpStatusCode.OK, byBearer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, byCookie.StatusCode);
    }

    [Fact]
    public async Task A_phone_stays_paired_over_a_restart()
    {
        using var directory = new TempDirectory();
        var file = ("StateFile", Path.Combine(directory.Path, "state.json"));
        string token;
        await using (var before = TestServer.Start(file))
        {
            using var phone = await before.PairAsync();
            token = phone.Token;
        }

        await using var after = TestServer.Start(file, ("Pairing:Code", "QRSTUVWX"));
        using var returned = after.Stranger();
        using var answer = await returned.Get("/snapshot", ("Authorization", $"Bearer {token}"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer .")]
    [InlineData("Bearer cabcdefgh.")]
    [InlineData("Bearer cabcdefgh.AAAA")]
    [InlineData("Bearer no-dot")]
    [InlineData("Basic YTpi")]
    public async Task Any_other_token_is_none(string authorization)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/snapshot", ("Authorization", authorization));

        await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }

    [Fact]
    public async Task The_id_of_another_phone_is_no_token()
    {
        using var phone = await shared.Server.PairAsync();
        using var other = await shared.Server.PairAsync();
        var id = phone.Token.Split('.')[0];
        var secret = other.Token.Split('.')[1];
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/snapshot", ("Authorization", $"Bearer {id}.{secret}"));

        await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }

    [Fact]
    public async Task Every_route_but_the_open_ones_refuses_a_stranger()
    {
        using var stranger = shared.Server.Stranger();
        var routes = shared.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => !Open.Contains(route.RoutePattern.RawText!)).ToList();
        Assert.True(routes.Count > 15);

        foreach (var route in routes)
        {
            var path = route.RoutePattern.RawText!.Replace("{trackId}", "0", StringComparison.Ordinal).Replace(
                "{documentName}", "v1", StringComparison.Ordinal);
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";

            // From afar: a browser on this machine is the host screen.
            using var answer = await stranger.Ask(new HttpMethod(method), path, content: null, ("X-Forwarded-For", "192.168.0.9"));

            var (status, type) = path.StartsWith("/host", StringComparison.Ordinal)
                ? (HttpStatusCode.Forbidden, "host-only")
                : (HttpStatusCode.Unauthorized, "not-paired");
            await answer.IsProblem(status, type);
        }
    }

    [Theory]
    [InlineData("/index")]
    [InlineData("/snapshot")]
    [InlineData("/events")]
    [InlineData("/openapi/v1.json")]
    public async Task The_servers_own_machine_is_the_host_screen_and_no_phone(string path)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get(path);

        await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }

    [Fact]
    public async Task Nobody_learns_by_a_token_of_their_own_which_rooms_there_are()
    {
        await using var server = TestServer.Start();
        await server.OpenAsync("Kitchen");
        await server.OpenAsync("Garden");
        using var screen = server.Stranger();
        using var closed = await screen.Post("/host/sessions/close", new { name = "Garden" });
        using var stranger = server.Stranger();

        var answers = new List<string>();
        foreach (var name in new[] { "Kitchen", "Garden", "Nowhere" })
        {
            var token = $"cabcdefgh.AAAA.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name))}";
            using var answer = await stranger.Get("/snapshot", ("Authorization", $"Bearer {token}"));
            answers.Add($"{answer.StatusCode} {await answer.Text()}");
        }

        Assert.Single(answers.Distinct());
    }
}
