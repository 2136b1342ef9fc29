using CoListen.Api.Host;
using Microsoft.Extensions.DependencyInjection;
using QRCoder;

namespace CoListen.Tests.Host;

public sealed class AnsweringUrlTests(SharedServer shared)
{
    // Nothing listens on the port of the Discard protocol here.
    private const string Silent = "http://127.0.0.1:9/";

    [Fact]
    public async Task A_public_address_that_answers_is_the_one_of_the_QR_code()
    {
        await using var proxy = await ForwardingProxy.StartAsync(shared.Server.Url, _ => []);
        await using var server = TestServer.Start(("PublicUrl", proxy.Url.ToString()));

        Assert.Equal(proxy.Url.ToString(), await server.Services.GetRequiredService<AnsweringUrl>().FirstAsync());
        Assert.Equal(Png($"{proxy.Url}#code={TestServer.Code}"), await QrAsync(server));
    }

    [Fact]
    public async Task A_public_address_that_does_not_answer_is_in_no_QR_code()
    {
        await using var server = TestServer.Start(("PublicUrl", Silent));

        Assert.Equal(Png($"{server.Url}#code={TestServer.Code}"), await QrAsync(server));
        Assert.Contains($"{Silent} does not answer, so the QR leads to {server.Url}.", server.Console, StringComparison.Ordinal);
        Assert.DoesNotContain(QrRoute.Blocks($"{Silent}#code={TestServer.Code}"), server.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_screen_is_told_the_address_of_the_QR_code_beside_the_public_one()
    {
        await using var server = TestServer.Start(("PublicUrl", Silent));
        using var screen = server.Stranger();

        using var info = await screen.Get("/host/info", ("Cookie", $"colisten-host={server.HostKey}"));

        var read = await info.Json();
        Assert.Equal((Silent, server.Url.ToString()), (read.GetProperty("url").GetString(), read.GetProperty("qrUrl").GetString()));
    }

    [Fact]
    public async Task A_server_whose_own_certificate_nobody_trusts_answers()
    {
        await using var secure = TestServer.Start(("Tls:Enabled", "true"), ("Tls:Port", "0"));
        var address = secure.Addresses.Single(one => one.StartsWith("https", StringComparison.Ordinal)) + "/";

        await using var server = TestServer.Start(("PublicUrl", address));

        Assert.Equal(address, await server.Services.GetRequiredService<AnsweringUrl>().FirstAsync());
    }

    [Fact]
    public async Task A_name_that_nothing_announces_is_not_told()
    {
        await using var server = TestServer.Start(("Urls", "http://0.0.0.0:0"));

        // Where this machine's name is announced in the LAN, it is told.
        var named = await server.Services.GetRequiredService<AnsweringUrl>().NamedAsync();

        Assert.Equal(named is not null, server.Console.Contains(".local:", StringComparison.Ordinal));
    }

    private static async Task<byte[]> QrAsync(TestServer server)
    {
        using var screen = server.Stranger();
        using var answer = await screen.Get("/qr", ("Cookie", $"colisten-host={server.HostKey}"));
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Png(string text) => PngByteQRCodeHelper.GetQRCode(text, QRCodeGenerator.ECCLevel.M, 10);
}
