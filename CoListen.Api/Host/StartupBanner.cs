using CoListen.Api.Hubs;
using CoListen.Api.Security;
using CoListen.Silo.Grains;

namespace CoListen.Api.Host;

/// <summary>Writes addresses, code and key on the console at start. Code and key are written nowhere else, in no log either.</summary>
internal sealed class StartupBanner(
    IHostApplicationLifetime life, LanUrl url, SessionHubs sessions, HostKey key, ThisMachine machine, TextWriter console) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var main = await sessions.FindEntryAsync(SessionName.Main);
        life.ApplicationStarted.Register(() => console.Write(Text(main!)));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Paints white on black, also in a light terminal: not every camera reads an inverted code.</summary>
    private static string Paint(string blocks) =>
        Console.IsOutputRedirected ? blocks : "\e[97;40m" + blocks.ReplaceLineEndings("\e[0m\n\e[97;40m") + "\e[0m";

    private string Key => "?key=" + Uri.EscapeDataString(key.Text);

    private string Text(SessionEntry main) => $"""

        {Paint(QrRoute.Blocks(QrRoute.Invitation(url, main)))}

          Phones       {string.Join("\n               ", url.All)}
          Code         {main.Code}
          Host screen  {url.Local}host{(machine.IsHost ? "" : Key)}
                       {url.Best}host{Key}


        """;
}
