using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CoListen.Tests.Live;

/// <summary>The whole server on a loopback port of its own, with a few silent songs and a state file in a folder that goes with it.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    public const string Code = "ABCDEFGH";

    private readonly WebApplicationFactory<Program> factory;

    private LiveServer(string folder, int songs, (string Key, string Value)[] settings)
    {
        Folder = folder;
        var music = Directory.CreateDirectory(Path.Combine(folder, "music")).FullName;
        for (var i = 1; i <= songs; i++)
        {
            File.WriteAllBytes(Path.Combine(music, $"song {i}.wav"), SilentWave(i));
        }

        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("Urls", "http://127.0.0.1:0");
            host.UseSetting("AudioDir", music);
            host.UseSetting("LibraryCache", Path.Combine(folder, "library.jsonl"));
            host.UseSetting("StateFile", StateFile);
            host.UseSetting("Pairing:Code", Code);
            foreach (var (key, value) in settings)
            {
                host.UseSetting(key, value);
            }
        });
        factory.UseKestrel();
        factory.StartServer();
    }

    public string Folder { get; }

    public string StateFile => Path.Combine(Folder, "state.json");

    public IServiceProvider Services => factory.Services;

    public static LiveServer Start(int songs = 3, params (string Key, string Value)[] settings) =>
        new(Directory.CreateTempSubdirectory("colisten-test-").FullName, songs, settings);

    /// <summary>A server on the folder of another one that has been stopped.</summary>
    public static LiveServer StartAgain(LiveServer before, params (string Key, string Value)[] settings) => new(before.Folder, 0, settings);

    // A response that is let go closes its connection at once, as a phone does.
    public HttpClient Anonymous() => new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = new Uri(factory.ClientOptions.BaseAddress, "/") };

    public async Task<LivePhone> PairAsync(string name)
    {
        var http = Anonymous();
        using var answer = await http.PostAsJsonAsync("/pair", new { code = Code, clientName = name });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var token = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1];
        return new LivePhone(http, token, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["clientId"]!);
    }

    public LivePhone Known(string token) => new(Anonymous(), token, token.Split('.')[0]);

    /// <summary>Ends the server; the folder stays for the next one.</summary>
    public ValueTask StopAsync() => factory.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static byte[] SilentWave(int seed)
    {
        const int Rate = 8000;
        var data = new byte[Rate * 2 + (2 * seed)];
        return
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + data.Length), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16), .. BitConverter.GetBytes((short)1),
            .. BitConverter.GetBytes((short)1), .. BitConverter.GetBytes(Rate), .. BitConverter.GetBytes(Rate * 2), .. BitConverter.GetBytes((short)2),
            .. BitConverter.GetBytes((short)16), .. "data"u8, .. BitConverter.GetBytes(data.Length), .. data,
        ];
    }
}
