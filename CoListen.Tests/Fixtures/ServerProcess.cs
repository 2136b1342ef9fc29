using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace CoListen.Tests.Storage;

/// <summary>The server as it ships, in a process of its own, on a state file that a test names, with one paired phone.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process = new();
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<bool> listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient phone = new();

    private ServerProcess(string folder, string stateFile)
    {
        process.StartInfo = new("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "CoListen.Api.dll"), "--Urls", "http://127.0.0.1:0", "--AudioDir", Path.Combine(folder, "music"),
            "--LibraryCache", Path.Combine(folder, "library"), "--Pairing:Code", TestServer.Code, "--StateFile", stateFile,
            "--Logging:Console:LogLevel:Microsoft.Hosting.Lifetime", "Information",
        ];
        Array.ForEach(arguments, process.StartInfo.ArgumentList.Add);
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => listens.TrySetResult(false);
    }

    /// <summary>The id of the process.</summary>
    public int Id => process.Id;

    /// <summary>The eventCount of the last command that was accepted.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>All that the process has printed.</summary>
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

    /// <summary>Starts a server and pairs a phone.</summary>
    public static async Task<ServerProcess> StartAsync(string folder, string stateFile)
    {
        var server = new ServerProcess(folder, stateFile);
        server.Start();
        Assert.True(await server.listens.Task, server.Output);
        var url = server.Output.Split("Now listening on: ")[1].Split('\n')[0].Trim();
        server.phone = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(url) };
        using var paired = await server.phone.Post("/pair", new { code = TestServer.Code, clientName = "Ana" });
        Assert.True(paired.IsSuccessStatusCode, await paired.Text());
        server.phone.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestPhone.TokenOf(paired));
        server.Acknowledged = (await paired.Json()).GetProperty("eventCount").GetInt64();
        return server;
    }

    /// <summary>Starts a server that is to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string stateFile)
    {
        await using var server = new ServerProcess(folder, stateFile);
        server.Start();
        Assert.False(await server.listens.Task, server.Output);
        await server.process.WaitForExitAsync();
        return (server.process.ExitCode, server.Output);
    }

    /// <summary>Pauses somewhere else: a command that has to be stored. The status of the answer.</summary>
    public async Task<int> PauseAsync()
    {
        using var answer = await phone.Post(
            "/pause", new { positionSec = Acknowledged + 1 }, ("If-Match-Event", Acknowledged.ToString(CultureInfo.InvariantCulture)));
        if (answer.IsSuccessStatusCode)
        {
            Acknowledged = (await answer.Json()).GetProperty("eventCount").GetInt64();
        }

        return (int)answer.StatusCode;
    }

    /// <summary>Ends the process at once (SIGKILL).</summary>
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
        phone.Dispose();
    }

    private void Start()
    {
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Hear(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }

        if (line?.Contains("Now listening on: ", StringComparison.Ordinal) == true)
        {
            listens.TrySetResult(true);
        }
    }
}
