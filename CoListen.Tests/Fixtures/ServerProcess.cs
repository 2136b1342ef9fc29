namespace CoListen.Tests.Fixtures;

/// <summary>The server as it ships, in a process of its own, so that it can be killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process = new();
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<bool> listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string folder, IEnumerable<(string Key, string Value)> settings)
    {
        process.StartInfo = new("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        process.StartInfo.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "CoListen.Api.dll"));
        IEnumerable<(string Key, string Value)> all =
        [
            ("Urls", "http://127.0.0.1:0"), ("MeasureLoudness", "false"), ("AudioDir", Path.Combine(folder, "music")), (
                "LibraryCache", Path.Combine(folder, Guid.NewGuid().ToString("N"))),
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
    public static async Task<ServerProcess> StartAsync(string folder, params IEnumerable<(string Key, string Value)> settings)
    {
        var server = new ServerProcess(folder, settings);
        server.Start();
        Assert.True(await server.listens.Task.WaitAsync(TestContext.Current.CancellationToken), server.Output);
        return server;
    }

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
