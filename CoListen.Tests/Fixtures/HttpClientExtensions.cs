using System.Net.Http.Json;
using System.Net.Sockets;

namespace CoListen.Tests.Fixtures;

/// <summary>Asking over HTTP and reading answers, in few words. Ends with its test.</summary>
internal static class HttpClientExtensions
{
    private static CancellationToken End => TestContext.Current.CancellationToken;

    /// <summary>A GET with these headers; any value goes.</summary>
    public static Task<HttpResponseMessage> Get(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.Ask(HttpMethod.Get, path, content: null, headers);

    /// <summary>A POST of a body: a string is sent as JSON as it stands, content as it is, anything else written as JSON.</summary>
    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, object? body =
        null, params (string Name, string Value)[] headers) =>
        client.Ask(HttpMethod.Post, path, ContentOf(body), headers);

    /// <summary>Any request. The answer is there when its headers are.</summary>
    public static async Task<HttpResponseMessage> Ask(
        this HttpClient client, HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, End);
        }
        catch (SocketException e)
        {
            // HttpClient does not wrap the error of a connection that ends while it is made.
            throw new HttpRequestException(e.Message, e);
        }
    }

    /// <summary>The JSON of an answer.</summary>
    public static async Task<JsonElement> Json(this HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(End);

    /// <summary>The text of an answer.</summary>
    public static Task<string> Text(this HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(End);

    /// <summary>The one value of a header of the answer or its content; null when there is none.</summary>
    public static string? Header(this HttpResponseMessage answer, string name) =>
        (answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values))
            ? string.Join(", ", values)
            : null;

    /// <summary>Fails unless the answer is a complete problem of this status and type.</summary>
    public static async Task IsProblem(this HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        var text = await answer.Text();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(type, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    private static HttpContent? ContentOf(object? body) => body switch
    {
        null or HttpContent => (HttpContent?)body,
        string json => new StringContent(json, Encoding.UTF8, "application/json"),
        _ => JsonContent.Create(body),
    };
}
