using System.Security.Claims;
using CoListen.Api.Files;
using CoListen.Api.Library;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoListen.Tests.Library;

/// <summary>The library's routes alone on a real port. The header <c>Client</c> says who asks.</summary>
internal sealed class LibraryServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private LibraryServer(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public MusicLibrary Library => app.Services.GetRequiredService<MusicLibrary>();

    public static async Task<LibraryServer> StartAsync(MusicFolder folder, CancellationToken cancel, IDownloadProgress? progress = null)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--AudioDir={folder.Audio}", $"--LibraryCache={folder.Cache}"]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddLibrary();
        if (progress is not null)
        {
            builder.Services.AddSingleton(progress);
        }

        var built = builder.Build();
        built.Use((context, next) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("clientId", context.Request.Headers["Client"].ToString())], "test"));
            return next(context);
        });
        built.MapLibrary();
        built.MapFiles();
        await built.StartAsync(cancel);
        var server = new LibraryServer(built);
        await server.Library.ScanAsync(cancel);
        return server;
    }

    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancel, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Get, path, headers);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    public async Task<HttpResponseMessage> HeadAsync(string path, CancellationToken cancel, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Head, path, headers);
        return await Http.SendAsync(request, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }
}
