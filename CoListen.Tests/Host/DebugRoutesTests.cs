namespace CoListen.Tests.Host;

public sealed class DebugRoutesTests(SharedServer shared)
{
    [Fact]
    public async Task The_state_can_be_looked_at_in_development()
    {
        await using var server = TestServer.Start(("Environment", "Development"));
        using var phone = await server.PairAsync("Anna");

        using var answer = await phone.Get("/debug/state");

        Assert.Equal("Anna", (await answer.Json()).GetProperty("clients").EnumerateObject().Single().Value.GetProperty("name").GetString());
        using var stranger = server.Stranger();
        using var refused = await stranger.Get("/debug/state");
        await refused.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }

    [Fact]
    public async Task Elsewhere_the_route_does_not_exist()
    {
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Get("/debug/state");

        await answer.IsProblem(HttpStatusCode.NotFound, "not-found");
    }
}
