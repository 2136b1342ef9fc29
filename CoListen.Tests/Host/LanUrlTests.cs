using CoListen.Api.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Host;

public sealed class LanUrlTests
{
    [Theory]
    [InlineData("https://music.example", "https://music.example/")]
    [InlineData("https://music.example/room/", "https://music.example/room/")]
    public async Task The_public_address_is_the_best_where_there_is_one(string setting, string url)
    {
        await using var server = TestServer.Start(("PublicUrl", setting));

        Assert.Equal(url, await UrlOf(server));
    }

    [Fact]
    public async Task A_server_that_listens_everywhere_names_an_address_that_a_phone_can_reach()
    {
        await using var server = TestServer.Start(("Urls", "http://0.0.0.0:0"));

        var url = new Uri(await UrlOf(server));

        Assert.Equal(server.Url.Port, url.Port);
        var isAddress = IPAddress.TryParse(url.Host, out var address) && !address.Equals(IPAddress.Any);
        Assert.True(url.IsLoopback ? url.Host == "localhost" : isAddress, url.ToString());
    }

    [Fact]
    public async Task A_server_that_listens_everywhere_has_a_name_in_the_LAN_and_one_on_loopback_has_none()
    {
        await using var everywhere = TestServer.Start(("Urls", "http://0.0.0.0:0"));
        await using var here = TestServer.Start();

        var name = Dns.GetHostName().Split('.')[0];
        Assert.Equal(
            $"http://{name}.local:{everywhere.Url.Port}/".ToLowerInvariant(),
            everywhere.Services.GetRequiredService<LanUrl>().Named);
        Assert.Null(here.Services.GetRequiredService<LanUrl>().Named);
    }

    private static async Task<string> UrlOf(TestServer server)
    {
        using var screen = server.Stranger();
        using var info = await screen.Get("/host/info", ("Cookie", $"colisten-host={server.HostKey}"));
        return (await info.Json()).GetProperty("url").GetString()!;
    }
}
