using CoListen.Api.Library;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Library;

/// <summary>A server over a music folder, and a phone that is paired with it.</summary>
internal sealed class LibraryServer(TestServer server, TestPhone phone) : IAsyncDisposable
{
    public MusicLibrary Library => server.Services.GetRequiredService<MusicLibrary>();

    public static async Task<LibraryServer> StartAsync(MusicFolder folder, CancellationToken _)
    {
        var server = TestServer.Start(("AudioDir", folder.Audio), ("LibraryCache", folder.Cache));
        return new(server, await server.PairAsync());
    }

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken _, params (string Name, string Value)[] headers) =>
        phone.Get(path, headers);

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        await server.DisposeAsync();
    }
}
