using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CoListen.Bench;

/// <summary>A server in a process of its own, with a folder that goes when it goes: CoListen, or one to compare it with.</summary>
internal sealed partial class ServerUnderTest : IAsyncDisposable
{
    /// <summary>As <c>./run</c> starts it.</summary>
    private const string Server = "CoListen.Api/bin/Release/publish/CoListen.Api.dll";

    private readonly DirectoryInfo folder;
    private readonly ProcessStartInfo start;
    private Process process;

    private ServerUnderTest(Func<int, string, string[]> command)
    {
        folder = Directory.CreateTempSubdirectory("colisten-bench-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "music"));
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        var words = command(port, folder.FullName);
        start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false };
        start.RedirectStandardOutput = true;
        // As ./run sets it.
        start.Environment.TryAdd("DOTNET_GCgen0size", "400000");
        process = Launch();
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Address };
    }

    /// <summary>The folder of the repository.</summary>
    public static string Root => FindRoot();

    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>Milliseconds that the last scan took, as the server's log says.</summary>
    public double ScanMs { get; private set; }

    public string Music => Path.Combine(folder.FullName, "music");

    /// <summary>Kilobytes of memory that the process holds now.</summary>
    public double ResidentKb
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1024.0;
        }
    }

    /// <summary>Seconds of processor time that the process and its own have taken so far.</summary>
    public double CpuSec => Machine.CpuSec(process.Id);

    /// <summary>The server as it ships.</summary>
    /// <param name="fill">Puts music into a folder.</param>
    /// <param name="more">More settings, as arguments.</param>
    public static Task<ServerUnderTest> CoListenAsync(Action<string>? fill = null, params string[] more) => StartAsync(
        (port, folder) =>
        {
            fill?.Invoke(Path.Combine(folder, "music"));
            return
            [
                "dotnet", Path.Combine(Root, Server), "--Urls", Url(port), "--AudioDir", Path.Combine(folder, "music"),
                "--StateFile", Path.Combine(folder, "state.json"), "--LibraryCache", Path.Combine(folder, "library.scan"),
                "--Pairing:Code", "ABCDEFGH",
                // What is measured here is not how much of the machine that takes.
                "--MeasureLoudness", "false", .. more,
            ];
        });

    /// <summary>Kills it and starts it again on the same folder.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        process = Launch();
        await AnswersAsync();
    }

    /// <summary>Waits until the server has scanned its music: the queue is whole, and the last track of it is known.</summary>
    public async Task ScannedAsync(int songs)
    {
        while ((int)(await GetAsync("/host/scan"))["total"]! > 0
            || (await GetAsync("/snapshot"))["queue"]!.AsArray() is var queue && queue.Count < songs
            || !await IsKnownAsync((string)queue[^1]!))
        {
            await Task.Delay(50);
        }
    }

    private async Task<bool> IsKnownAsync(string trackId)
    {
        using var answer = await Http.GetAsync($"/file/{trackId}", HttpCompletionOption.ResponseHeadersRead);
        return answer.IsSuccessStatusCode;
    }

    public static Task<ServerUnderTest> BareAsync(Action<string>? fill = null) => OwnAsync("bare", fill);

    public static Task<ServerUnderTest> BareOrleansAsync() => OwnAsync("orleans", fill: null);

    /// <summary>nginx, which serves the folder <c>music</c> under <c>/file/</c>.</summary>
    public static Task<ServerUnderTest> NginxAsync(bool sendfile, Action<string> fill) => StartAsync(
        (port, folder) =>
        {
            fill(Path.Combine(folder, "music"));
            return Nginx.Command(port, folder, sendfile);
        });

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Pairs a new phone.</summary>
    public Task<AuthenticationHeaderValue> PairAsync() => PairAsync(Address);

    /// <summary>Pairs a new phone with a server that another process has started.</summary>
    public static async Task<AuthenticationHeaderValue> PairAsync(Uri address)
    {
        using var stranger = new HttpClient { BaseAddress = address };
        using var answer = await stranger.PostAsJsonAsync("/pair", new { code = "ABCDEFGH", clientName = "bench" });
        answer.EnsureSuccessStatusCode();
        return new("Bearer", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1]);
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(path))!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await KillAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>A mode of this program itself.</summary>
    private static Task<ServerUnderTest> OwnAsync(string mode, Action<string>? fill) => StartAsync(
        (port, folder) =>
        {
            fill?.Invoke(Path.Combine(folder, "music"));
            return ["dotnet", typeof(ServerUnderTest).Assembly.Location, mode, port.ToString(CultureInfo.InvariantCulture), folder];
        });

    private static string FindRoot()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, Server))) return above.FullName;
        }

        throw new FileNotFoundException("The server is not published yet: run eng/setup first.");
    }

    private static string Url(int port) => $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";

    private static async Task<ServerUnderTest> StartAsync(Func<int, string, string[]> command)
    {
        var server = new ServerUnderTest(command);
        await server.AnswersAsync();
        return server;
    }

    [GeneratedRegex("removed, (?<ms>[0-9]+) ms$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ScanEnd();

    private Process Launch()
    {
        var launched = Process.Start(start)!;
        launched.OutputDataReceived += (_, line) =>
        {
            var end = ScanEnd().Match(line.Data ?? "");
            if (end.Success) ScanMs = double.Parse(end.Groups["ms"].Value, CultureInfo.InvariantCulture);
        };
        launched.BeginOutputReadLine();
        return launched;
    }

    private async Task AnswersAsync()
    {
        while (true)
        {
            try
            {
                (await Http.GetAsync("/health")).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Delay(5);
            }
        }
    }

    private async Task KillAsync()
    {
        // With what it has started: nginx's workers outlive their master.
        Machine.KeepTimeOfChildren(process.Id);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
