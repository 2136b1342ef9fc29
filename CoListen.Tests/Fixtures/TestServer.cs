using System.Diagnostics.Metrics;
using System.Net.Sockets;
using CoListen.Api.Library;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

[assembly: AssemblyFixture(typeof(CoListen.Tests.Fixtures.SharedServer))]

namespace CoListen.Tests.Fixtures;

/// <summary>The whole server as it ships, on Kestrel and a free loopback port, with silent songs and a state file of its own.</summary>
public sealed class TestServer : WebApplicationFactory<Program>
{
    public const string Code = "ABCDEFGH";

    private readonly StringWriter console = new();
    private readonly Dictionary<string, string> settings;
    private readonly Action<IServiceCollection>? services;

    private TestServer(string folder, Action<IServiceCollection>? services, IEnumerable<(string Key, string Value)> more)
    {
        (Folder, this.services) = (folder, services);
        settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Environment"] = "Production",
            ["Pairing:Code"] = Code,
            ["Logging:Console:LogLevel:Default"] = "None",
            ["Logging:Console:LogLevel:CoListen.Silo"] = "None",
            ["AudioDir"] = Directory.CreateDirectory(Path.Combine(folder, "music")).FullName,
            ["LibraryCache"] = Path.Combine(folder, "cache", "library.scan"),
            // A test says itself when it wants a scan.
            ["WatchAudioDir"] = "false",
            // Whoever is told of it at any time would be told of it in any test.
            ["MeasureLoudness"] = "false",
            ["StateFile"] = StateFile,
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }
    }

    /// <summary>The folder of the music and the state file.</summary>
    public string Folder { get; }

    public string StateFile => Path.Combine(Folder, "state.json");

    /// <summary>What the server wrote on the console.</summary>
    public string Console => console.ToString();

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public ICollection<string> Addresses => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <summary>The key of the host screen, as printed.</summary>
    public string HostKey => Uri.UnescapeDataString(Console.Split("host?key=")[1].Split('\n')[0].Trim());

    /// <summary>Starts a server.</summary>
    /// <param name="more">Settings beside or instead of the usual ones.</param>
    public static TestServer Start(params IEnumerable<(string Key, string Value)> more) => Start(songs: 0, more);

    /// <summary>Starts a server with a few silent songs.</summary>
    public static TestServer Start(int songs, params IEnumerable<(string Key, string Value)> more) => Start(services: null, songs, more);

    /// <summary>Starts a server with these services instead of its own, such as a clock or a log.</summary>
    public static TestServer Start(Action<IServiceCollection>? services, params IEnumerable<(string Key, string Value)> more) =>
        Start(services, songs: 0, more);

    /// <summary>Starts another server on the folder of this one, which has been stopped.</summary>
    public TestServer StartAgain(params IEnumerable<(string Key, string Value)> more) => Start(Folder, services: null, more);

    /// <summary>
    /// A caller that is not paired. It keeps no cookies, follows no redirects, and closes its connection with an unread answer at once, as
    /// a phone does.
    /// </summary>
    /// <param name="from">The address that it calls from; null for any.</param>
    public HttpClient Stranger(string? from = null) => new(Handler(from)) { BaseAddress = Url };

    /// <summary>A newly paired phone.</summary>
    public async Task<TestPhone> PairAsync(string? name = null, string? code = null)
    {
        var phone = new TestPhone(Handler()) { BaseAddress = Url };
        await phone.PairAsync(code ?? settings["Pairing:Code"], name);
        return phone;
    }

    /// <summary>A phone that was paired before.</summary>
    public TestPhone Known(string token) => new(Handler()) { BaseAddress = Url, Token = token };

    /// <summary>Opens a session from the host screen.</summary>
    /// <returns>Its code.</returns>
    public async Task<string> OpenAsync(string name)
    {
        using var screen = Stranger();
        using var answer = await screen.Post("/host/sessions", new { name });
        answer.EnsureSuccessStatusCode();
        return (await answer.Json()).GetProperty("code").GetString()!;
    }

    /// <summary>The code of an open session, from the host screen.</summary>
    public async Task<string> CodeAsync(string name)
    {
        using var screen = Stranger();
        using var answer = await screen.Get("/host/sessions");
        return (await answer.Json()).EnumerateArray().Single(session => session.GetProperty("name").GetString() == name).GetProperty("code")
            .GetString()!;
    }

    /// <summary>Collects what an instrument of this server measures from now on.</summary>
    public MetricCollector<T> Collect<T>(string instrument, string meter = "CoListen.Session")
        where T : struct => new(Services.GetRequiredService<IMeterFactory>(), meter, instrument);

    /// <summary>Stops the server and keeps the folder.</summary>
    public ValueTask StopAsync() => base.DisposeAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes silent songs into the music of a folder.</summary>
    public static string Compose(string folder, int songs)
    {
        var music = Directory.CreateDirectory(Path.Combine(folder, "music")).FullName;
        for (var i = 1; i <= songs; i++)
        {
            File.WriteAllBytes(Path.Combine(music, $"song {i}.wav"), SilentWave(i));
        }

        return music;
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

    public static TestServer Start(Action<IServiceCollection>? services, int songs, IEnumerable<(string Key, string Value)> more)
    {
        var folder = Directory.CreateTempSubdirectory("colisten-test-").FullName;
        Compose(folder, songs);
        return Start(folder, services, more);
    }

    private static TestServer Start(string folder, Action<IServiceCollection>? services, IEnumerable<(string Key, string Value)> more)
    {
        var server = new TestServer(folder, services, more);
        server.UseKestrel();
        server.StartServer();
        server.Services.GetRequiredService<LibrarySync>().Followed.GetAwaiter().GetResult();
        var plain = server.Addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal));
        server.Url = new UriBuilder(plain) { Host = "127.0.0.1" }.Uri;
        return server;
    }

    private static SocketsHttpHandler Handler(string? from = null)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ResponseDrainTimeout = TimeSpan.Zero };
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

        return handler;
    }

    private static byte[] SilentWave(int seed)
    {
        const int rate = 8000;
        var data = new byte[rate * 2 + (2 * seed)];
        return
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + data.Length), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16),
            .. BitConverter.GetBytes((short)1),
            .. BitConverter.GetBytes((short)1), .. BitConverter.GetBytes(rate), .. BitConverter.GetBytes(rate * 2),
            .. BitConverter.GetBytes((short)2),
            .. BitConverter.GetBytes((short)16), .. "data"u8, .. BitConverter.GetBytes(data.Length), .. data,
        ];
    }
}

/// <summary>One server for all tests that leave no trace in it and guess no code wrongly: a start takes a while.</summary>
public sealed class SharedServer : IAsyncDisposable
{
    private readonly Lazy<TestServer> server = new(() => TestServer.Start());

    public TestServer Server => server.Value;

    public ValueTask DisposeAsync() => server.IsValueCreated ? Server.DisposeAsync() : ValueTask.CompletedTask;
}
