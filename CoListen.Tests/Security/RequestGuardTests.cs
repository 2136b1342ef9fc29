using System.Net.NetworkInformation;
using CoListen.Api.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace CoListen.Tests.Security;

public sealed class RequestGuardTests(SharedServer shared)
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("203.0.113.7")]
    [InlineData("[2001:db8::7]")]
    [InlineData("0.0.0.0")]
    [InlineData("xn--")]
    [InlineData("a.xn--999999999")]
    public async Task A_name_that_is_not_ours_is_refused(string host)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/qr", ("Host", host));

        await answer.IsProblem(HttpStatusCode.BadRequest, "unknown-host");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:9999")]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9:80")]
    [InlineData("[::1]:5080")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task This_machine_by_its_usual_names_is_ours(string host)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/qr", ("Host", host));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_machines_name_and_all_its_addresses_are_ours()
    {
        using var stranger = shared.Server.Stranger();
        var addresses = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(
            a => a.Address)
            .Select(
                a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{a.ToString().Split('%')[0]}]" : a.ToString());

        foreach (var host in addresses.Append(Dns.GetHostName()).Append(Dns.GetHostName().Split('.')[0] + ".local"))
        {
            using var answer = await stranger.Get("/qr", ("Host", host));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{host}: {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("Host:", 400)]
    [InlineData("Host: localhost\r\nHost: localhost", 400)]
    [InlineData("Host: localhost\r\nHost: evil.example", 400)]
    [InlineData("Host: 127.0.0.1.nip.io", 400)]
    [InlineData("Host: 192-168-0-9.nip.io:5080", 400)]
    [InlineData("Host: localhost.", 400)]
    [InlineData("Host: localhost@evil.example", 400)]
    [InlineData("Host: evil.example, localhost", 400)]
    [InlineData("Host: localhost/.evil.example", 400)]
    [InlineData("Host: localhost:80:80", 400)]
    [InlineData("Host: evil.local", 400)]
    [InlineData("Host: [::1].evil.example", 400)]
    [InlineData("Host: [fe80::1%25eth0]", 400)]
    [InlineData("Host: [::ffff:203.0.113.7]", 400)]
    [InlineData("Host: evil.example\r\nX-Forwarded-Host: localhost", 400)]
    [InlineData("Host: localhost\r\nX-Forwarded-Host: evil.example", 200)]
    [InlineData("Host: [::1]", 200)]
    [InlineData("Host: 127.0.0.1:1", 200)]
    public async Task A_host_that_no_client_library_would_send_is_ours_or_refused(string host, int status)
    {
        var line = host.Length == 0 ? "" : host + "\r\n";
        var answer = await RawHttp.SendAsync(shared.Server.Url, $"GET /qr HTTP/1.1\r\n{line}Connection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://evil.example/qr HTTP/1.1\r\nHost: localhost")]
    [InlineData("GET http://evil.example/qr HTTP/1.1\r\nHost: evil.example")]
    [InlineData("GET /qr HTTP/1.0")]
    public async Task A_request_for_another_server_is_refused_however_it_says_so(string request)
    {
        var answer = await RawHttp.SendAsync(shared.Server.Url, $"{request}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_in_the_settings_are_ours()
    {
        await using var server = TestServer.Start(("PublicUrl", "https://music.example/"), ("AllowedHostNames", "box.lan; den.lan"));
        using var stranger = server.Stranger();

        foreach (var host in new[] { "music.example", "box.lan", "DEN.lan:81" })
        {
            using var answer = await stranger.Get("/qr", ("Host", host));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public void A_name_at_which_the_server_is_told_to_listen_is_ours()
    {
        var settings = new Dictionary<string, string?> { ["Urls"] = "http://*:5080;http://hall.lan:5081;https://192.0.2.7:5082" };
        var hosts = new AllowedHosts(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

        Assert.True(hosts.Contains(new HostString("Hall.lan", 5081), reached: null));
        Assert.False(hosts.Contains(new HostString("192.0.2.7", 5082), reached: null));
        Assert.False(hosts.Contains(new HostString("*"), reached: null));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://localhost")]
    [InlineData("")]
    public async Task A_post_from_another_origin_is_refused(string origin)
    {
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Post("/leave", body: null, ("Origin", origin));

        await answer.IsProblem(HttpStatusCode.Forbidden, "foreign-origin");
    }

    [Fact]
    public async Task A_post_from_our_own_page_or_from_no_page_is_welcome()
    {
        using var phone = await shared.Server.PairAsync();

        using var own = await phone.Post("/leave", body: null, ("Origin", shared.Server.Url.GetLeftPart(UriPartial.Authority)));
        using var none = await phone.Post("/leave");

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.OK, none.StatusCode);
    }

    [Fact]
    public async Task A_post_from_the_public_address_is_welcome_behind_a_proxy()
    {
        await using var server = TestServer.Start(("PublicUrl", "https://music.example/"));
        using var phone = await server.PairAsync();

        using var answer = await phone.Post("/leave", body: null, ("Origin", "https://music.example"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Looking_is_free_to_any_origin_as_browsers_keep_the_answer_from_it()
    {
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Get("/snapshot", ("Origin", "http://evil.example"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }
}
