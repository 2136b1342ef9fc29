using System.ComponentModel;
using CoListen.AppHost;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// One node with its state in files, or --nodes N over a PostgreSQL database. Every argument is passed on to the server.
var builder = DistributedApplication.CreateBuilder(args);
var nodes = builder.Configuration.GetValue("nodes", 1);
IResourceBuilder<IResourceWithConnectionString>? database = null;
if (builder.Configuration.GetConnectionString("orleans") is not null)
{
    database = builder.AddConnectionString("orleans");
}
else if (nodes > 1 && HasContainerEngine())
{
    database = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("orleans");
}
else if (nodes > 1)
{
    await Console.Error.WriteLineAsync("Several nodes need a database: start Docker or Podman, or name one in PostgreSQL: "
        + "--ConnectionStrings:orleans 'Host=…;Database=…'.");
    return 1;
}

var orleans = builder.AddOrleans("colisten").WithClusterId("colisten").WithServiceId("colisten");
_ = database is null
    ? orleans.WithDevelopmentClustering()
    : orleans.WithClustering(new AdoNetProvider(database)).WithGrainStorage("sessions", new AdoNetProvider(database));

// With a proxy before it, the server takes commands of the host screen by its key alone.
var hostKey = builder.Configuration["Host:Key"] ?? RandomNumberGenerator.GetHexString(32, lowercase: true);

// Phones reach the endpoint over the LAN, so no proxy stands before it and each node has a port of its own.
var urls = (builder.Configuration["Urls"] ?? "http://*:5080").Split(';').Select(BindingAddress.Parse).ToList();
var http = urls.Find(url => url.Scheme == "http") ?? urls[0];
for (var node = 0; node < nodes; node++)
{
    var server = builder.AddProject<Projects.CoListen_Api>(node == 0 ? "server" : $"server-{node + 1}", launchProfileName: null)
        .WithReference(orleans)
        .WithHttpEndpoint(http.Port + node, isProxied: false)
        .WithEndpoint("http", endpoint => endpoint.TargetHost = IPAddress.TryParse(http.Host, out _) ? http.Host : "localhost")
        .WithHttpHealthCheck("/health")
        .WithArgs([.. args, "--Urls", string.Join(';', urls.Select(url => $"{url.Scheme}://{url.Host}:{url.Port + node}"))])
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production")
        .WithEnvironment("Host__Key", hostKey)
        // As ./run sets it.
        .WithEnvironment("DOTNET_GCgen0size", "400000")
        .WithUrlForEndpoint("http", url => url.DisplayText = "Join page")
        .WithUrlForEndpoint("http", _ => new() { Url = "/host", DisplayText = "Big screen" })
        .WithUrlForEndpoint("orleans-silo", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
        .WithUrlForEndpoint("orleans-gateway", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
        .WithHostCommands(hostKey);
    if (database?.Resource is PostgresDatabaseResource)
    {
        server.WaitFor(database);
    }

    if (node == 0)
    {
        var url = server.GetEndpoint("http");
        builder.AddExecutable("client", "npm", "../client-ts", "run", "dev")
            .WithEnvironment("COLISTEN_URL", url).WithHttpEndpoint(5173, isProxied: false).WithExplicitStart();
        builder.AddProject<Projects.CoListen_Bench>("phones").WithArgs("phones", "8", "--url", url).WithExplicitStart();
    }
}

// The one line below says why a start failed.
builder.Services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None));
try
{
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception e) when (e is DistributedApplicationException or FileNotFoundException or Win32Exception)
{
    var why = e.Message.ReplaceLineEndings(" ").Trim(' ', '.');
    await Console.Error.WriteLineAsync($"Aspire's orchestrator cannot run here ({why}). ./run starts the server without it.");
    return 1;
}

static bool HasContainerEngine()
{
    using var engines = Process.Start("sh", ["-c", "(docker info || podman info) >/dev/null 2>&1"]);
    engines.WaitForExit();
    return engines.ExitCode == 0;
}
