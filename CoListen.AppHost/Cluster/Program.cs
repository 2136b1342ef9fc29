using CoListen.AppHost.Cluster;
using Microsoft.Extensions.Configuration;

// One node with its state in files; with a database, named by ConnectionStrings:orleans, several nodes that share it.
var builder = DistributedApplication.CreateBuilder(args);
var orleans = builder.AddOrleans("colisten");
var hasDatabase = builder.Configuration.GetConnectionString("orleans") is not null;
if (hasDatabase)
{
    var database = new Postgres(builder.AddConnectionString("orleans"));
    orleans.WithClustering(database).WithGrainStorage("sessions", database);
}
else
{
    orleans.WithDevelopmentClustering();
}

var server = builder.AddProject("server", "../CoListen.Api/CoListen.Api.csproj", launchProfileName: null)
    .WithReference(orleans)
    .WithReplicas(hasDatabase ? 2 : 1)
    .WithHttpEndpoint(port: 5080)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("Cluster", "true");
server.WithEnvironment("Urls", ReferenceExpression.Create($"http://*:{server.GetEndpoint("http").Property(EndpointProperty.TargetPort)}"));

await builder.Build().RunAsync();
