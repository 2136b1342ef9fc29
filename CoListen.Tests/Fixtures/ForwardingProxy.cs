using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CoListen.Tests.Fixtures;

/// <summary>
/// A reverse proxy on this machine: passes every request on, with more headers, and every piece of an answer back as it comes.
/// </summary>
internal sealed class ForwardingProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient target = new(
        new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ResponseDrainTimeout = TimeSpan.Zero });

    private ForwardingProxy(Uri url, Func<HttpContext, (string Name, string Value)[]> headers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async http =>
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(http.Request.Method), new Uri(url, http.Request.Path + http.Request.QueryString));
            request.Content = HttpMethods.IsPost(http.Request.Method) ? new StreamContent(http.Request.Body) : null;
            var passed = http.Request.Headers.Select(header => (header.Key, header.Value.ToString())).Where(
                header => header.Key is not ("Connection" or "Transfer-Encoding"));
            foreach (var (name, value) in passed.Concat(headers(http)))
            {
                _ = request.Headers.TryAddWithoutValidation(name, value)
                    || request.Content?.Headers.TryAddWithoutValidation(name, value) == true;
            }

            using var answer = await target.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
            {
                http.Response.Headers[name] = values.ToArray();
            }

            await using var body = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
            var piece = new byte[4096];
            while (await body.ReadAsync(piece, http.RequestAborted) is > 0 and var count)
            {
                await http.Response.Body.WriteAsync(piece.AsMemory(0, count), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        });
    }

    public Uri Url => new(app.Urls.Single());

    /// <summary>Starts a proxy.</summary>
    /// <param name="url">The server.</param>
    /// <param name="headers">What it adds to a request.</param>
    public static async Task<ForwardingProxy> StartAsync(Uri url, Func<HttpContext, (string Name, string Value)[]> headers)
    {
        var proxy = new ForwardingProxy(url, headers);
        await proxy.app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        target.Dispose();
    }
}
