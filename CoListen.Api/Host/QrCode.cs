using CoListen.Api.Pairing;
using QRCoder;

namespace CoListen.Api.Host;

/// <summary><c>GET /qr</c> and its twin on the console: the way to this server, for a camera.</summary>
internal static class QrCode
{
    private const int PixelsPerModule = 10;

    /// <summary>Maps the route; anyone may ask, but only those who are in may see the code in the picture.</summary>
    public static IEndpointConventionBuilder MapQr(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/qr", (HttpContext http, LanUrl url, PairingCode code) =>
                Results.Bytes(Png(http.User.IsPaired() || HostScreenHandler.Knows(http) ? Invitation(url, code) : url.Best), "image/png"))
            .AllowAnonymous()
            .WithTags("Pairing")
            .WithSummary("The server's address as a QR code; for paired phones and the host screen with the code in its fragment.")
            .Produces(StatusCodes.Status200OK, contentType: "image/png");

    /// <summary>The address that a phone opens to find the code filled in. A fragment never leaves the phone, so no log or proxy sees the code.</summary>
    public static string Invitation(LanUrl url, PairingCode code) => $"{url.Best}#code={Uri.EscapeDataString(code.Text)}";

    /// <summary>The QR code as text: half blocks, two modules above each other in a character.</summary>
    public static string Blocks(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var blocks = new AsciiQRCode(data);
        return blocks.GetGraphicSmall();
    }

    private static byte[] Png(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(PixelsPerModule);
    }
}
