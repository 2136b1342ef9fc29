using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace CoListen.Tests.Security;

/// <summary>The server behind a proxy on the same machine, set up as the README says.</summary>
public sealed class ReverseProxyTests : IAsyncLifetime
{
    private const string Public = "https://music.example";

    private TestServer server = null!;
    private ForwardingProxy proxy = null!;

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(1, ("PublicUrl", Public));
        proxy = await ForwardingProxy.StartAsync(server.Url, http =>
            [("X-Forwarded-For", http.Connection.RemoteIpAddress!.ToString()), ("X-Forwarded-Proto", "https")]);
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_pairs_and_hears_the_session_through_it()
    {
        using var phone = Caller();

        using var paired = await phone.Post("/pair", new { code = TestServer.Code }, ("Origin", Public), ("Host", "music.example"));
        phone.DefaultRequestHeaders.Authorization = new("Bearer", TestPhone.TokenOf(paired));
        await using var stream = await TestEventStream.OpenAsync(phone, "/events");
        await stream.UntilAsync("snapshot");
        using var left = await phone.Post("/leave", body: null, ("Origin", Public), ("Host", "music.example"));

        Assert.Contains("; secure", paired.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task The_host_screen_needs_the_key()
    {
        using var stranger = Caller();

        using var refused = await stranger.Get("/host/info");
        using var entry = await stranger.Get($"/host?key={Uri.EscapeDataString(server.HostKey)}");
        using var info = await stranger.Get("/host/info", ("Cookie", entry.Header("Set-Cookie")!.Split(';')[0]));

        await refused.IsProblem(HttpStatusCode.Forbidden, "host-only");
        Assert.Equal(HttpStatusCode.OK, info.StatusCode);
    }

    [Fact]
    public async Task Wrong_codes_of_one_phone_lock_no_other_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a caller be any of 127.0.0.0/8.");
        using var guesser = Caller("127.0.0.2");
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await guesser.Post("/pair", new { code = "WRONGCODE" });
            await wrong.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
        }

        using var limited = await guesser.Post("/pair", new { code = TestServer.Code });
        using var other = Caller();
        using var paired = await other.Post("/pair", new { code = TestServer.Code });

        await limited.IsProblem(HttpStatusCode.TooManyRequests, "too-many-guesses");
        Assert.Equal(HttpStatusCode.OK, paired.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Public)]
    public async Task Who_is_no_proxy_on_this_machine_is_not_believed_whose_request_it_is(string? publicUrl)
    {
        var address = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address).FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        Assert.SkipWhen(address is null && publicUrl is not null, "This machine has loopback addresses alone.");
        await using var other = TestServer.Start(("Urls", "http://*:0"), ("PublicUrl", publicUrl ?? ""), ("Host:Loopback", "false"));
        using var guesser = other.Stranger();

        // With a PublicUrl a proxy is believed on loopback alone; without one nobody is.
        if (publicUrl is not null) guesser.BaseAddress = new UriBuilder(other.Url) { Host = address!.ToString() }.Uri;

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            using var wrong = await guesser.Post(
                "/pair", new { code = "WRONGCODE" }, ("X-Forwarded-For", $"198.51.100.{i}"), ("X-Forwarded-Proto", "https"));
            statuses.Add(wrong.StatusCode);
        }

        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.Forbidden));
        Assert.Equal(15, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task What_a_caller_says_before_the_proxy_does_is_not_believed()
    {
        using var guesser = Caller();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            using var wrong = await guesser.Post("/pair", new { code = "WRONGCODE" }, ("X-Forwarded-For", $"198.51.100.{i}"));
            statuses.Add(wrong.StatusCode);
        }

        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.Forbidden));
    }

    private HttpClient Caller(string? from = null)
    {
        var caller = server.Stranger(from);
        caller.BaseAddress = proxy.Url;
        return caller;
    }
}
