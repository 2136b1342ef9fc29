using CoListen.Api;
using CoListen.Api.Commands;
using CoListen.Api.Events;
using CoListen.Api.Files;
using CoListen.Api.Host;
using CoListen.Api.Hubs;
using CoListen.Api.Library;
using CoListen.Api.Library.Scan;
using CoListen.Api.OpenApi;
using CoListen.Api.Page;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Api.SyncReports;
using CoListen.ServiceDefaults;
using CoListen.Silo;

if (args is [TagWorker.Argument])
{
    TagWorker.Run();
    return 0;
}

try
{
    // The page and the settings are beside the program, whatever the working directory is.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddServiceDefaults();

    // First, so that the library is read while the silo starts.
    builder.AddLibrary();
    builder.AddFiles();
    if (builder.AddSessions() is { } problem) throw new StartupException(problem);

    builder.AddHubs();
    builder.AddPairing();
    builder.AddHostScreen();
    builder.AddProblems();
    builder.AddSecurity();
    builder.AddPage();
    builder.AddApiDescription();

    // What goes wrong before the server has started is reported below.
    var started = CancellationToken.None;
    builder.Logging
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && started.IsCancellationRequested)
        .AddFilter("Orleans.Grain", level => level >= LogLevel.Warning && started.IsCancellationRequested);

    await using var app = builder.Build();
    started = app.Lifetime.ApplicationStarted;
    app.UseProblems();
    app.UseSecurity();
    app.UsePage();
    app.UsePairing();
    app.UseClientActivity();
    app.UseRateLimiter();
    app.UseCoverPace();
    app.MapDefaultEndpoints();
    app.MapPairing();
    app.MapSession();
    app.MapLibrary();
    app.MapFiles();
    app.MapCopies();
    app.MapEvents();
    app.MapCommands();
    app.MapSyncReports();
    app.MapQr();
    app.MapHostScreen();
    app.MapDebug();
    app.MapApiDescription();

    app.Services.GetRequiredService<IStartupValidator>().Validate();
    if (app.Services.GetRequiredService<MusicLibrary>().Problem is { } unreadable) throw new StartupException(unreadable);

    try
    {
        await app.StartAsync();
    }
    catch
    {
        // What has started ends in order, and says nothing of it.
        await app.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw;
    }

    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (StartupException.Explain(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}

/// <summary>The server's entry point, public so that tests can host it.</summary>
public partial class Program;
