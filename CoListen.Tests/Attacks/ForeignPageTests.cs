using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Attacks;

/// <summary>A page of another site, open in the browser of a paired phone, or of the server's own machine.</summary>
public sealed class ForeignPageTests
{
    [Fact]
    public async Task No_page_of_another_site_changes_anything_by_any_form_or_script()
    {
        await using var server = TestServer.Start(songs: 3);
        using var ana = await server.PairAsync("Ana");
        using var browser = server.Stranger();
        var before = await File.ReadAllBytesAsync(server.StateFile, TestContext.Current.CancellationToken);
        var own = server.Url.GetLeftPart(UriPartial.Authority);
        string[][] origins =
        [
            ["http://evil.example"], ["null"], [""], [own + ".evil.example"], [$"http://127.0.0.1:{server.Url.Port + 1}"],
            ["https://" + server.Url.Authority], [own, "http://evil.example"], [own + " http://evil.example"],
            [own + ","], [own + "@evil.example"], ["file://"], ["about:blank"], [server.Url.Authority],
        ];
        var routes = server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") is true).ToList();
        Assert.True(routes.Count > 30);

        foreach (var path in routes.Select(route => route.RoutePattern.RawText!))
        {
            foreach (var (origin, i) in origins.Select((origin, i) => (origin, i)))
            {
                using var content = Forms()[i % Forms().Length];
                using var answer = await browser.Ask(HttpMethod.Post, path, content, [
                    ("Cookie", $"colisten={ana.Token}; colisten-host={server.HostKey}"), ("If-Match-Event", "0"),
                    .. origin.Select(value => ("Origin", value))]);
                await answer.IsProblem(HttpStatusCode.Forbidden, "foreign-origin");
                Assert.Null(answer.Header("Access-Control-Allow-Origin"));
            }
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(server.StateFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_page_of_another_site_is_allowed_to_ask_for_more_than_a_form_can()
    {
        await using var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana");
        using var browser = server.Stranger();

        foreach (var path in new[] { "/play", "/host/play", "/pair", "/snapshot" })
        {
            using var preflight = await browser.Ask(HttpMethod.Options, path, content: null,
                ("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST"),
                ("Access-Control-Request-Headers", "if-match-event, content-type"), ("Cookie", $"colisten={ana.Token}"));

            Assert.True((int)preflight.StatusCode is >= 400 and < 500, $"{path}: {preflight.StatusCode}");
            Assert.DoesNotContain(preflight.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
        }
    }

    /// <summary>What a form can send, and what a script can.</summary>
    private static HttpContent[] Forms() =>
    [
        new StringContent("""{"control":"hosts","x":"="}""", Encoding.UTF8, "text/plain"),
        new FormUrlEncodedContent([new("control", "hosts")]),
        new MultipartFormDataContent { { new StringContent("hosts"), "control" } },
        new StringContent("""{"control":"hosts"}""", Encoding.UTF8, "application/json"),
    ];
}
