using System.Runtime.InteropServices;
using CoListen.AppHost.Embedded;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

// The server, and beside it the Aspire dashboard that shows its telemetry. Both are set up on the way by the scripts that ./run uses.
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "CoListen.sln")))
{
    root = root.Parent ?? throw new DirectoryNotFoundException("The AppHost runs from its place in the source tree, beside CoListen.sln.");
}

const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";
using var dashboard = Environment.GetEnvironmentVariable(Otlp) is null ? new Dashboard(Path.Combine(root.FullName, "eng", "dashboard")) : null;
using var server = Child.Start(Path.Combine(root.FullName, "run"), args, dashboard?.ForTheServer ?? []);
var healthy = Answering.UntilAsync(HealthOf(args), server.Exited);

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Forward);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Forward);

// What the server prints of itself comes first. Why there is no dashboard, its script has said.
if (await healthy && dashboard is not null && await dashboard.ReadyAsync(server.Exited))
{
    await Console.Out.WriteLineAsync($"  Dashboard    {dashboard.LoginUrl}\n");
}

var code = await server.Exited;
dashboard?.Dispose();
return code;

void Forward(PosixSignalContext signal)
{
    signal.Cancel = true;
    if (healthy.IsCompleted)
    {
        server.Send(signal.Signal);
    }
    else
    {
        // Still being built: nobody there understands a signal.
        server.Kill();
    }
}

// Where the server will listen, by the settings that it reads itself.
Uri HealthOf(string[] settings)
{
    var urls = new ConfigurationBuilder().AddJsonFile(Path.Combine(root.FullName, "CoListen.Api", "appsettings.json")).AddEnvironmentVariables().AddCommandLine(settings).Build()["Urls"]!;
    var first = BindingAddress.Parse(urls.Split(';').OrderBy(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)).First());
    var host = first.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : first.Host;
    return new UriBuilder(first.Scheme, host, first.Port, "/health").Uri;
}
