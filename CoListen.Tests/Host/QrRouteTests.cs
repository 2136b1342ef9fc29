using CoListen.Api.Host;
using QRCoder;

namespace CoListen.Tests.Host;

public sealed class QrRouteTests(SharedServer shared)
{
    private static readonly (string, string) FromAfar = ("X-Forwarded-For", "192.168.0.9");

    [Fact]
    public async Task A_stranger_gets_the_address_alone()
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/qr", FromAfar);

        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal(Png(shared.Server.Url.ToString()), await Bytes(answer));
    }

    [Fact]
    public async Task A_paired_phone_invites_with_the_code_in_the_fragment()
    {
        using var phone = await shared.Server.PairAsync();

        using var answer = await phone.Get("/qr", FromAfar);

        Assert.Equal(Png($"{shared.Server.Url}#code={TestServer.Code}"), await Bytes(answer));
    }

    [Fact]
    public async Task The_host_screen_shows_the_code_in_the_fragment_too()
    {
        using var screen = shared.Server.Stranger();

        using var here = await screen.Get("/qr");
        using var elsewhere = await screen.Get("/qr", FromAfar, ("Cookie", $"colisten-host={shared.Server.HostKey}"));

        Assert.Equal(Png($"{shared.Server.Url}#code={TestServer.Code}"), await Bytes(here));
        Assert.Equal(Png($"{shared.Server.Url}#code={TestServer.Code}"), await Bytes(elsewhere));
    }

    [Fact]
    public void The_same_picture_is_drawn_once()
    {
        QrRoute.Picture? last = null;

        var first = QrRoute.Png(ref last, "http://a/");
        var again = QrRoute.Png(ref last, "http://a/");
        var other = QrRoute.Png(ref last, "http://b/");

        Assert.Same(first, again);
        Assert.Equal(Png("http://b/"), other);
    }

    private static Task<byte[]> Bytes(HttpResponseMessage answer) =>
        answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    private static byte[] Png(string text) => PngByteQRCodeHelper.GetQRCode(text, QRCodeGenerator.ECCLevel.M, 10);
}
