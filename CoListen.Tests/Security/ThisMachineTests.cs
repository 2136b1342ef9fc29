namespace CoListen.Tests.Security;

public sealed class ThisMachineTests(SharedServer shared)
{
    [Theory]
    [InlineData("X-Forwarded-For", "192.168.0.9")]
    [InlineData("X-Forwarded-Host", "music.example")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Server", "proxy")]
    [InlineData("X-Original-For", "192.168.0.9")]
    [InlineData("Forwarded", "for=192.168.0.9")]
    [InlineData("X-Real-IP", "192.168.0.9")]
    [InlineData("X-Client-IP", "192.168.0.9")]
    [InlineData("X-Cluster-Client-Ip", "192.168.0.9")]
    [InlineData("CF-Connecting-IP", "192.168.0.9")]
    [InlineData("True-Client-IP", "192.168.0.9")]
    [InlineData("X-Azure-ClientIP", "192.168.0.9")]
    [InlineData("X-Envoy-External-Address", "192.168.0.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("x-real-ip", "")]
    public async Task A_proxy_on_this_machine_is_not_this_machine(string header, string value)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/host/info", (header, value));

        await answer.IsProblem(HttpStatusCode.Forbidden, "host-only");
    }

    [Theory]
    [InlineData("localhost:5080", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:80", HttpStatusCode.OK)]
    [InlineData("[::ffff:127.0.0.1]", HttpStatusCode.OK)]
    [InlineData("box.lan", HttpStatusCode.Forbidden)]
    public async Task Whoever_asks_for_another_name_came_through_a_tunnel(string host, HttpStatusCode status)
    {
        await using var server = TestServer.Start(("AllowedHostNames", "box.lan"));
        using var stranger = server.Stranger();

        using var answer = await stranger.Get("/host/info", ("Host", host));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_browser_does_not_speak_as_old_proxies_do()
    {
        using var stranger = shared.Server.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/host/info") { Version = HttpVersion.Version10 };
        using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);

        await answer.IsProblem(HttpStatusCode.Forbidden, "host-only");
    }

    [Theory]
    [InlineData("Host:Loopback", "false", null, HttpStatusCode.Forbidden)]
    [InlineData("PublicUrl", "https://music.example", null, HttpStatusCode.Forbidden)]
    [InlineData("PublicUrl", "https://music.example", "true", HttpStatusCode.OK)]
    public async Task The_settings_say_whether_a_browser_here_is_the_host(
        string setting, string value, string? loopback, HttpStatusCode status)
    {
        (string, string)[] settings = [(setting, value), .. loopback is null ? Array.Empty<(string, string)>() : [(
            "Host:Loopback", loopback)]];
        await using var server = TestServer.Start(settings);
        using var screen = server.Stranger();

        using var answer = await screen.Get("/host/info");
        using var withKey = await screen.Get("/host/info", ("Cookie", $"colisten-host={server.HostKey}"));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, withKey.StatusCode);
        Assert.Contains(
            $"Host screen  {server.Url}host{(status == HttpStatusCode.OK ? "\n" : "?key=")}", server.Console, StringComparison.Ordinal);
    }
}
