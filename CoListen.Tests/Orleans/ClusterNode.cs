using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CoListen.Tests.Orleans;

/// <summary>A node as it ships, in a process of its own, so that it can be killed.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClusterNode(string folder, int siloPort, IEnumerable<(string Key, string Value)> settings)
    {
        (SiloPort, Url) = (siloPort, new($"http://127.0.0.1:{FreePort()}"));
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "CoListen.Api.dll"));
        IEnumerable<(string Key, string Value)> all =
        [
            ("Urls", Url.ToString()), ("AudioDir", Path.Combine(folder, "music")), ("StateFile", Path.Combine(folder, "main.json")), ("Pairing:Code", TestServer.Code),
            ("LibraryCache", Path.Combine(folder, $"library-{siloPort}.jsonl")), ("Logging:Console:LogLevel:CoListen.Silo.Orleans", "Information"), ("Cluster:SiloPort", siloPort.ToString(System.Globalization.CultureInfo.InvariantCulture)), .. settings,
        ];
        foreach (var (key, value) in all)
        {
            start.ArgumentList.Add("--" + key);
            start.ArgumentList.Add(value);
        }

        process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => started.TrySetException(new InvalidOperationException("The node ended:\n" + Output));
    }

    public Uri Url { get; }

    public int SiloPort { get; }

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts a node and waits until it takes phones.</summary>
    public static async Task<ClusterNode> StartAsync(string folder, int? siloPort = null, params IEnumerable<(string Key, string Value)> settings)
    {
        var node = new ClusterNode(folder, siloPort ?? FreePort(), settings);
        node.process.Start();
        node.process.BeginOutputReadLine();
        node.process.BeginErrorReadLine();
        await node.started.Task;
        return node;
    }

    /// <summary>How often the session has come to live in this node.</summary>
    public int TimesAtHome(string session) => Output.Split($"The session {session} is at home in this node.").Length - 1;

    public async Task<TestPhone> PairAsync(string name, string code = TestServer.Code)
    {
        var http = Anonymous();
        using var answer = await http.Post("/pair", new { code, clientName = name });
        Assert.True(answer.IsSuccessStatusCode, await answer.Text());
        return Phone(TestPhone.TokenOf(answer));
    }

    /// <summary>A phone that is paired already comes to this node.</summary>
    public TestPhone Known(TestPhone phone) => Phone(phone.Token);

    private TestPhone Phone(string token) => new(new SocketsHttpHandler { UseCookies = false, ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Url, Token = token };

    public HttpClient Anonymous() => new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Url };

    /// <summary>Ends it at once, as a power cut does (SIGKILL).</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Hear(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }

        if (line?.Contains("Host screen", StringComparison.Ordinal) == true)
        {
            started.TrySetResult();
        }
    }
}
