using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CoListen.Tests.Fixtures;

/// <summary>
/// The server in a process of its own, so that it can be killed: as it ships, where that is made of the same code as these tests
/// (<c>eng/setup</c>), because it starts sooner.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly string Built = AppContext.BaseDirectory;
    private static readonly string Published = Path.Combine(Built, "../../../../CoListen.Api/bin/Release/publish/");

    private static readonly string Program = Path.Combine(
        new[] { "CoListen.Api.dll", "CoListen.Silo.dll", "CoListen.ServiceDefaults.dll" }.All(IsPublished) ? Published : Built,
        "CoListen.Api.dll");

    /// <summary>The id of a user who owns nothing.</summary>
    public const int Nobody = 65534;

    private readonly Process process = new();
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<bool> listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string folder, IEnumerable<(string Key, string Value)> settings, params IEnumerable<string> before)
    {
        string[] command = [.. before, "dotnet"];
        process.StartInfo = new(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As ./run sets it.
        process.StartInfo.Environment.TryAdd("DOTNET_GCgen0size", "400000");
        process.StartInfo.ArgumentList.Add(Program);
        IEnumerable<(string Key, string Value)> all =
        [
            ("Urls", "http://127.0.0.1:0"), ("MeasureLoudness", "false"),
            ("AudioDir", Path.Combine(folder, "music")), ("LibraryCache", Path.Combine(folder, Guid.NewGuid().ToString("N"))),
            ("Pairing:Code", TestServer.Code), ("Logging:Console:LogLevel:Microsoft.Hosting.Lifetime", "Information"), .. settings,
        ];
        foreach (var (key, value) in all)
        {
            process.StartInfo.ArgumentList.Add("--" + key);
            process.StartInfo.ArgumentList.Add(value);
        }

        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => listens.TrySetResult(false);
    }

    /// <summary>The id of the process.</summary>
    public int Id => process.Id;

    public Uri Url => new(Output.Split("Now listening on: ")[1].Split('\n')[0].Trim());

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

    /// <summary>Starts a server and waits until it listens.</summary>
    public static Task<ServerProcess> StartAsync(string folder, params IEnumerable<(string Key, string Value)> settings) =>
        new ServerProcess(folder, settings).ListeningAsync();

    /// <summary>The same as <see cref="Nobody"/>, by setpriv(1). Only root can do that.</summary>
    public static Task<ServerProcess> StartAsNobodyAsync(string folder, params IEnumerable<(string Key, string Value)> settings) =>
        new ServerProcess(folder, settings, "setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups").ListeningAsync();

    /// <summary>Starts a server that is to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, params IEnumerable<(string Key, string Value)> settings)
    {
        await using var server = new ServerProcess(folder, settings);
        server.Start();
        Assert.False(await server.listens.Task.WaitAsync(TestContext.Current.CancellationToken), server.Output);
        await server.process.WaitForExitAsync();
        return (server.process.ExitCode, server.Output);
    }

    /// <summary>A caller that is not paired.</summary>
    public HttpClient Stranger() => new(Handler()) { BaseAddress = Url };

    /// <summary>A newly paired phone.</summary>
    public async Task<TestPhone> PairAsync(string? name = null, string code = TestServer.Code)
    {
        var phone = new TestPhone(Handler()) { BaseAddress = Url };
        await phone.PairAsync(code, name);

        // A busy machine may still be reading the songs.
        while ((await phone.SnapshotAsync())["queue"]!.AsArray().Count == 0)
        {
        }

        return phone;
    }

    /// <summary>A phone that is paired already comes to this server.</summary>
    public TestPhone Known(TestPhone phone) => new(Handler()) { BaseAddress = Url, Token = phone.Token };

    /// <summary>Ends the process as a person does (SIGTERM).</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, Output);
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
    }

    private static bool IsPublished(string name) => ModuleOf(Path.Combine(Published, name)) == ModuleOf(Path.Combine(Built, name));

    // The id of a module is that of its code: builds are deterministic, and what is compiled ahead keeps it.
    private static Guid? ModuleOf(string assembly)
    {
        if (!File.Exists(assembly)) return null;

        using var image = new PEReader(File.OpenRead(assembly));
        var module = image.GetMetadataReader();
        return module.GetGuid(module.GetModuleDefinition().Mvid);
    }

    private async Task<ServerProcess> ListeningAsync()
    {
        Start();
        Assert.True(await listens.Task.WaitAsync(TestContext.Current.CancellationToken), Output);
        return this;
    }

    private static SocketsHttpHandler Handler() => new() { UseCookies = false, ResponseDrainTimeout = TimeSpan.Zero };

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
