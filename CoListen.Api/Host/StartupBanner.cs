using CoListen.Api.Hubs;
using CoListen.Api.Security;
using CoListen.Silo.Grains;

namespace CoListen.Api.Host;

/// <summary>Writes addresses, code and key on the console at start. Code and key are written nowhere else, in no log either.</summary>
internal sealed class StartupBanner(
    LanUrl url, AnsweringUrl answering, SessionHubs sessions, HostKey key, ThisMachine machine, TextWriter console)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes it once the server listens, so that its addresses are known and can be asked.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var (first, named) = (answering.FirstAsync(), answering.NamedAsync());
        var main = await sessions.FindEntryAsync(SessionName.Main);
        await console.WriteAsync(Text(main!, await first, await named));
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Paints white on black, also in a light terminal: not every camera reads an inverted code.</summary>
    private static string Paint(string blocks) =>
        Console.IsOutputRedirected ? blocks : "\e[97;40m" + blocks.ReplaceLineEndings("\e[0m\n\e[97;40m") + "\e[0m";

    private string Key => "?key=" + Uri.EscapeDataString(key.Text);

    private string Text(SessionEntry main, string? first, string? named)
    {
        var picture = first is null ? "" : Paint(QrRoute.Blocks(QrRoute.Invitation(first, main))) + "\n";
        string[] phones = named is null ? [.. url.All] : [.. url.All, named];
        return $"""

            {picture}
              Phones       {string.Join("\n               ", phones)}
              Code         {main.Code}
              Host screen  {url.Local}host{(machine.IsHost ? "" : Key)}
                           {url.Best}host{Key}

              {Next(first)}


            """;
    }

    private string Next(string? first) => first == url.Best
        ? "Open the host screen here or on a TV, and scan the QR with every phone."
        : $"{url.Best} does not answer{(first is null ? "" : $", so the QR leads to {first}")}. "
            + "Is a firewall in the way, or the setting PublicUrl wrong?";
}
