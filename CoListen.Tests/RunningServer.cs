using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(CoListen.Tests.SharedServer))]

namespace CoListen.Tests;

/// <summary>The whole server as it ships, on a port of its own on this machine, with an empty library and a state file of its own.</summary>
public sealed class RunningServer : WebApplicationFactory<Program>
{
    public const string Code = "ABCDEFGH";

    private readonly Dictionary<string, string> settings;
    private readonly string directory = Directory.CreateTempSubdirectory("colisten-test-").FullName;
    private readonly StringWriter console = new();
    private readonly Action<IServiceCollection>? services;

    private RunningServer(IEnumerable<(string Key, string Value)> more, Action<IServiceCollection>? services)
    {
        this.services = services;
        settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Environment"] = "Production",
            ["Pairing:Code"] = Code,
            ["Logging:Console:LogLevel:Default"] = "None",
            ["Logging:Console:LogLevel:CoListen.Silo"] = "None",
            ["AudioDir"] = Directory.CreateDirectory(Path.Combine(directory, "music")).FullName,
            ["LibraryCache"] = Path.Combine(directory, "library.jsonl"),
            ["StateFile"] = StateFile,
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }
    }

    /// <summary>Where this server keeps its state.</summary>
    public string StateFile => Path.Combine(directory, "state.json");

    /// <summary>What it wrote for whoever started it.</summary>
    public string Console => console.ToString();

    /// <summary>The server's own address.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Where it listens.</summary>
    public ICollection<string> Addresses => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <summary>The host screen's key, as printed.</summary>
    public string HostKey => Uri.UnescapeDataString(Console.Split("host?key=")[1].Split('\n')[0].Trim());

    /// <summary>Starts it.</summary>
    /// <param name="more">Settings beside or instead of the usual ones.</param>
    public static RunningServer Start(params IEnumerable<(string Key, string Value)> more) => Start(services: null, more);

    /// <summary>Starts it with these services instead of its own: a clock, a log.</summary>
    public static RunningServer Start(Action<IServiceCollection>? services, params IEnumerable<(string Key, string Value)> more)
    {
        var server = new RunningServer(more, services);
        server.UseKestrel();
        server.StartServer();
        server.Url = new UriBuilder(server.Addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal))) { Host = "127.0.0.1" }.Uri;
        return server;
    }

    /// <summary>A caller that keeps no cookies and follows no redirect.</summary>
    /// <param name="from">The address that it calls from; null: whichever.</param>
    public HttpClient Stranger(string? from = null)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        if (from is not null)
        {
            handler.ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return new HttpClient(handler) { BaseAddress = Url };
    }

    /// <summary>A paired phone: a caller that sends its token with every request.</summary>
    public async Task<HttpClient> PhoneAsync(string? name = null)
    {
        var phone = Stranger();
        using var answer = await phone.Post("/pair", new { code = settings["Pairing:Code"], clientName = name });
        answer.EnsureSuccessStatusCode();
        phone.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(answer));
        return phone;
    }

    /// <summary>The token in the cookie of an answer to <c>POST /pair</c>.</summary>
    public static string TokenOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("colisten=", StringComparison.Ordinal)).Split(';')[0]["colisten=".Length..];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(own =>
        {
            own.AddSingleton<TextWriter>(console);
            services?.Invoke(own);
        });
    }
}

/// <summary>One server for all tests that leave no trace in it and guess no code wrongly: starting one takes a while.</summary>
public sealed class SharedServer : IAsyncDisposable
{
    public RunningServer Server { get; } = RunningServer.Start();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
