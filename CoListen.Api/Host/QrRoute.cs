using CoListen.Api.Pairing;
using CoListen.Silo.Activation;
using QRCoder;

namespace CoListen.Api.Host;

/// <summary><c>GET /qr</c> and its twin on the console: the way to this server, for a camera.</summary>
internal static class QrRoute
{
    private const int PixelsPerModule = 10;

    /// <summary>Maps the route; anyone may ask, but only those who are in may see the code in the picture.</summary>
    public static IEndpointConventionBuilder MapQr(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/qr", PictureAsync)
            .AllowAnonymous()
            .WithTags("Pairing")
            .WithSummary("The server's address as a QR code; for paired phones and the host screen with the code in its fragment.")
            .WithDescription("session: which session's code, for the host screen; main when it names none. A phone invites to its own.")
            .Produces(StatusCodes.Status200OK, contentType: "image/png")
            .ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>The address that a phone opens to find the code filled in, with the name of the session where it is not <c>main</c>. A fragment never leaves the phone, so no log or proxy sees the code.</summary>
    public static string Invitation(LanUrl url, SessionEntry session) => SessionName.IsMain(session.Name)
        ? $"{url.Best}#code={Uri.EscapeDataString(session.Code)}"
        : $"{url.Best}#code={Uri.EscapeDataString(session.Code)}&session={Uri.EscapeDataString(session.Name)}";

    /// <summary>The QR code as text: half blocks, two modules above each other in a character.</summary>
    public static string Blocks(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var blocks = new AsciiQRCode(data);
        return blocks.GetGraphicSmall();
    }

    private static async Task<IResult> PictureAsync(HttpContext http, LanUrl url, ISessions sessions, CallersSession own, string? session)
    {
        var isHost = HostScreenHandler.Knows(http);
        if (!isHost && !http.User.IsPaired())
        {
            return Results.Bytes(Png(url.Best), "image/png");
        }

        var name = isHost && session is not null ? session : http.User.IsPaired() ? own.Name : SessionName.Main;
        return await sessions.ChosenAsync(name) is { } chosen ? Results.Bytes(Png(Invitation(url, chosen)), "image/png") : HostSessionRoutes.Unknown();
    }

    private static byte[] Png(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(PixelsPerModule);
    }
}
