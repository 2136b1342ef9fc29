using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CoListen.AppHost.Embedded;

/// <summary>The Aspire dashboard on this machine's own address, behind a token that is new each time; it takes telemetry from our server only.</summary>
internal sealed class Dashboard : IDisposable
{
    private readonly string token = NewKey();
    private readonly string key = NewKey();
    private readonly int page = PortNear(18888);
    private readonly int otlp = PortNear(4317);
    private readonly Child child;

    /// <param name="script">What starts it.</param>
    public Dashboard(string script) => child = Child.Start(script, [Text(page), Text(otlp), Text(PortNear(4318))],
    [
        ("DASHBOARD__FRONTEND__BROWSERTOKEN", token),
        ("DASHBOARD__OTLP__AUTHMODE", "ApiKey"),
        ("DASHBOARD__OTLP__PRIMARYAPIKEY", key),
        ("DASHBOARD__API__AUTHMODE", "ApiKey"),
        ("DASHBOARD__API__PRIMARYAPIKEY", key),
    ]);

    /// <summary>What a browser opens; the token in it is the way in.</summary>
    public string LoginUrl => $"http://127.0.0.1:{Text(page)}/login?t={token}";

    /// <summary>Sends the server's telemetry here, each second, as Aspire does for what runs on a developer's machine.</summary>
    public IEnumerable<(string Name, string Value)> ForTheServer =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{Text(otlp)}"),
        ("OTEL_EXPORTER_OTLP_HEADERS", $"x-otlp-api-key={key}"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
        ("OTEL_BSP_SCHEDULE_DELAY", "1000"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "1000"),
    ];

    /// <summary>Waits until its page is there; false: it never will be, or nobody needs it any more.</summary>
    public Task<bool> ReadyAsync(Task needless) => Answering.UntilAsync(new Uri($"http://127.0.0.1:{Text(page)}/login"), Task.WhenAny(child.Exited, needless));

    public void Dispose() => child.Dispose();

    private static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The usual port, or any that is free where something else has that.</summary>
    private static int PortNear(int usual)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, usual);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException) when (usual != 0)
        {
            return PortNear(0);
        }
    }
}
