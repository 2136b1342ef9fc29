using System.Text.Json.Nodes;

namespace CoListen.Tests.Live;

/// <summary>A running server with a few silent songs, whose folder outlives it, so that it can be started again.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly RunningServer server;

    private LiveServer(string folder, int songs, (string Key, string Value)[] settings)
    {
        Folder = folder;
        var music = Compose(folder, songs);
        server = RunningServer.Start([("AudioDir", music), ("StateFile", Path.Combine(folder, "state.json")), .. settings]);
    }

    public string Folder { get; }

    public Uri Url => server.Url;

    /// <summary>What the server is made of.</summary>
    public IServiceProvider Services => server.Services;

    public static LiveServer Start(int songs = 3, params (string Key, string Value)[] settings) =>
        new(Directory.CreateTempSubdirectory("colisten-test-").FullName, songs, settings);

    /// <summary>A server on the folder of another one that has been stopped.</summary>
    public static LiveServer StartAgain(LiveServer before, params (string Key, string Value)[] settings) => new(before.Folder, 0, settings);

    // A response that is let go closes its connection at once, as a phone does.
    public HttpClient Anonymous() => new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = server.Url };

    /// <summary>Opens a session from the host screen, and gives its code.</summary>
    public async Task<string> OpenAsync(string name)
    {
        using var screen = Anonymous();
        using var answer = await screen.Post("/host/sessions", new { name });
        answer.EnsureSuccessStatusCode();
        return (await answer.Json()).GetProperty("code").GetString()!;
    }

    /// <summary>The code of an open session, as the host screen shows it.</summary>
    public async Task<string> CodeAsync(string name)
    {
        using var screen = Anonymous();
        using var answer = await screen.Get("/host/sessions");
        return (await answer.Json()).EnumerateArray().Single(session => session.GetProperty("name").GetString() == name).GetProperty("code").GetString()!;
    }

    public async Task<LivePhone> PairAsync(string name, string code = RunningServer.Code)
    {
        var http = Anonymous();
        using var answer = await http.Post("/pair", new { code, clientName = name });
        Assert.True(answer.IsSuccessStatusCode);
        return new LivePhone(http, RunningServer.TokenOf(answer), (string)JsonNode.Parse(await answer.Text())!["clientId"]!);
    }

    public LivePhone Known(string token) => new(Anonymous(), token, token.Split('.')[0]);

    /// <summary>Ends the server; the folder stays for the next one.</summary>
    public ValueTask StopAsync() => server.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Silent songs in the folder's music.</summary>
    public static string Compose(string folder, int songs)
    {
        var music = Directory.CreateDirectory(Path.Combine(folder, "music")).FullName;
        for (var i = 1; i <= songs; i++)
        {
            File.WriteAllBytes(Path.Combine(music, $"song {i}.wav"), SilentWave(i));
        }

        return music;
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
