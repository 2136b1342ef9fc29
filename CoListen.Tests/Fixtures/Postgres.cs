using System.Net.Sockets;

namespace CoListen.Tests.Fixtures;

/// <summary>A PostgreSQL server of its own on a free loopback port, with its data in a temporary folder that goes with it.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private readonly TempDirectory folder = new();
    private readonly string data;

    private Postgres(int port)
    {
        data = Path.Combine(folder.Path, "data");
        ConnectionString =
            $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database=postgres;Pooling=false";
    }

    public string ConnectionString { get; }

    public static async Task<Postgres> StartAsync()
    {
        var port = FreePort();
        var postgres = new Postgres(port);
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            await RunAsync("chown", "postgres", postgres.folder.Path);
        }

        await RunAsync(Tool("initdb"), "-D", postgres.data, "-A", "trust", "-U", "postgres", "--no-sync");
        await RunAsync(
            Tool("pg_ctl"), "-D", postgres.data, "-w", "-l", Path.Combine(postgres.folder.Path, "log"), "-o",
            $"-p {port} -k '' -F -c listen_addresses=127.0.0.1", "start");
        return postgres;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(Tool("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop");
        folder.Dispose();
    }

    /// <summary>Debian keeps the server's programs out of the PATH.</summary>
    private static string Tool(string name) =>
        Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", name)).Last(File.Exists);

    private static async Task RunAsync(string program, params string[] args)
    {
        string[] command = Environment.IsPrivilegedProcess && program != "chown"
            ? ["runuser", "-u", "postgres", "--", program, .. args]
            : [program, .. args];
        using var process =
            Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
