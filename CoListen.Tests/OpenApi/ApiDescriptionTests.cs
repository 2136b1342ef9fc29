using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.OpenApi;

public sealed class ApiDescriptionTests(SharedServer shared)
{
    [Fact]
    public async Task Every_route_is_described_and_says_what_it_is_for()
    {
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Get("/openapi/v1.json");

        var description = await answer.Json();
        Assert.Equal("CoListen", description.GetProperty("info").GetProperty("title").GetString());
        var paths = description.GetProperty("paths");
        var routes = shared.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(route => route.RoutePattern.RawText!)
            .Where(path => path is not "/health" and not "/alive" && !path.StartsWith("/openapi", StringComparison.Ordinal));
        foreach (var path in routes)
        {
            Assert.True(paths.TryGetProperty(path, out var operations), path);
            Assert.All(
                operations.EnumerateObject(),
                operation => Assert.True(operation.Value.TryGetProperty("summary", out _), $"{operation.Name} {path}"));
        }
    }

    [Theory]
    [InlineData("/play")]
    [InlineData("/pause")]
    [InlineData("/seek")]
    [InlineData("/next")]
    [InlineData("/nudge")]
    [InlineData("/ack-download")]
    [InlineData("/sit-out")]
    [InlineData("/start-now")]
    [InlineData("/previous")]
    [InlineData("/wish")]
    [InlineData("/unwish")]
    [InlineData("/move")]
    [InlineData("/not-tonight")]
    [InlineData("/bring-back")]
    [InlineData("/shuffle")]
    [InlineData("/undo")]
    public async Task Every_command_asks_for_the_eventCount_and_says_how_it_is_refused(string path)
    {
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Get("/openapi/v1.json");

        var command = (await answer.Json()).GetProperty("paths").GetProperty(path).GetProperty("post");
        var header = Assert.Single(command.GetProperty("parameters").EnumerateArray());
        Assert.Equal("If-Match-Event", header.GetProperty("name").GetString());
        Assert.Equal("header", header.GetProperty("in").GetString());
        Assert.True(header.GetProperty("required").GetBoolean());
        var answers = command.GetProperty("responses");
        Assert.All(["200", "400", "401", "409", "428"], status => Assert.True(answers.TryGetProperty(status, out _), status));
    }
}
