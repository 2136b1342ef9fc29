using CoListen.Api.Commands;
using CoListen.Api.OpenApi;
using CoListen.Api.Events;
using CoListen.Api.Files;
using CoListen.Api.Host;
using CoListen.Api.SyncReports;
using CoListen.Api.Library;
using CoListen.Api.Page;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.ServiceDefaults;
#if CLUSTER
using CoListen.Silo.Orleans;
#else
using CoListen.Silo.Activation;
#endif

// The page and the settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddServiceDefaults();
#if CLUSTER
builder.AddClusteredSessions();
#else
builder.AddSessions();
#endif
builder.AddLibrary();
builder.AddSessionLinks();
builder.AddPairing();
builder.AddEvents();
builder.AddHostScreen();
builder.AddProblems();
builder.AddSecurity();
builder.AddPage();
builder.AddApiDescription();

var app = builder.Build();
app.UseProblems();
app.UseSecurity();
app.UsePage();
app.UsePairing();
app.UseClientActivity();
app.MapDefaultEndpoints();
app.MapPairing();
app.MapSession();
app.MapLibrary();
app.MapFiles();
app.MapEvents();
app.MapCommands();
app.MapSyncReports();
app.MapQr();
app.MapHostScreen();
app.MapDebug();
app.MapApiDescription();

if (Listening.Problem(app.Configuration[WebHostDefaults.ServerUrlsKey]) is { } problem)
{
    await Console.Error.WriteLineAsync(problem);
    return 1;
}

var scan = await app.Services.GetRequiredService<LibrarySync>().ScanAsync(CancellationToken.None);
if (scan.Error is not null)
{
    await Console.Error.WriteLineAsync(scan.Error);
    return 1;
}

await app.RunAsync();
return 0;

/// <summary>The server's entry point, public so that tests can host it.</summary>
public partial class Program;
