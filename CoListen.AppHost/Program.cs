using System.Runtime.InteropServices;
using CoListen.AppHost;

// The server, and beside it the Aspire dashboard that shows its telemetry. Both are set up on the way by the scripts that ./run uses.
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "CoListen.sln")))
    root = root.Parent ?? throw new DirectoryNotFoundException("The AppHost runs from its place in the source tree, beside CoListen.sln.");

const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";
using var dashboard = Environment.GetEnvironmentVariable(Otlp) is null ? Child.Start(Path.Combine(root.FullName, "eng", "dashboard")) : null;
if (dashboard is not null)
    Environment.SetEnvironmentVariable(Otlp, "http://127.0.0.1:4317");
using var server = Child.Start(Path.Combine(root.FullName, "run"), args);

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Forward);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Forward);

var code = await server.ExitAsync();
if (dashboard is not null)
{
    dashboard.Send(PosixSignal.SIGTERM);
    await dashboard.ExitAsync();
}
return code;

void Forward(PosixSignalContext signal)
{
    signal.Cancel = true;
    server.Send(signal.Signal);
}
