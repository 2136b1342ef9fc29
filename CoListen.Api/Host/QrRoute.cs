using CoListen.Api.Hubs;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Silo.Grains;
using QRCoder;

namespace CoListen.Api.Host;

/// <summary><c>GET /qr</c>: the address of the server as a QR code, also for the console.</summary>
internal static class QrRoute
{
    private const int PixelsPerModule = 10;

    // Drawing costs twice a request, and anyone may ask.
    private static Picture? address;
    private static Picture? invitation;

    /// <summary>Maps the route. Anyone may ask; only paired phones and the host screen get the code in the picture.</summary>
    public static IEndpointConventionBuilder MapQr(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/qr", PictureAsync)
            .AllowAnonymous()
            .WithTags("Pairing")
            .WithSummary("The server's address as a QR code; for paired phones and the host screen with the code in its fragment.")
            .WithDescription("session: which session's code, for the host screen; main when it names none. A phone invites to its own.")
            .Produces(StatusCodes.Status200OK, contentType: "image/png")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>
    /// The address with the code, and the name of the session unless it is <c>main</c>, in the fragment. A fragment never leaves the phone,
    /// so no log or proxy has the code.
    /// </summary>
    public static string Invitation(string url, SessionEntry session) => SessionName.IsMain(session.Name)
        ? $"{url}#code={Uri.EscapeDataString(session.Code)}"
        : $"{url}#code={Uri.EscapeDataString(session.Code)}&session={Uri.EscapeDataString(session.Name)}";

    /// <summary>The QR code as text in half blocks: each character is two modules high.</summary>
    public static string Blocks(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var blocks = new AsciiQRCode(data);
        return blocks.GetGraphicSmall();
    }

    private static async Task<IResult> PictureAsync(
        HttpContext http, AnsweringUrl answering, SessionHubs sessions, CurrentClient current, string? session)
    {
        if (await answering.FirstAsync() is not { } url)
        {
            return Problem.Of("no-address", 503, "No address", "No address of this server answers, so none is shown as a QR code.");
        }

        var isHost = await HostScreenHandler.KnowsAsync(http);
        if (!isHost && !current.IsPaired) return Results.Bytes(Png(ref address, url), "image/png");

        var name = isHost && session is not null ? session : current.IsPaired ? current.SessionName : SessionName.Main;
        return await sessions.FindEntryAsync(name) is { } chosen
            ? Results.Bytes(Png(ref invitation, Invitation(url, chosen)), "image/png")
            : HostSessionRoutes.Unknown();
    }

    /// <summary>The picture of the text: the last one if the text is the same, else a new one.</summary>
    internal static byte[] Png(ref Picture? last, string text) =>
        (last is { } same && same.Text == text ? same : last = new(text, Draw(text))).Png;

    private static byte[] Draw(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(PixelsPerModule);
    }

    internal sealed record Picture(string Text, byte[] Png);
}
