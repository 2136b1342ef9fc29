using System.Net.Http.Headers;
using System.Net.ServerSentEvents;

namespace CoListen.Bench;

/// <summary>Many open event streams, each read as it comes.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly List<HttpResponseMessage> answers = [];
    private readonly SemaphoreSlim heard = new(0);
    private readonly string awaited;
    private long bytes;

    private Listeners(string awaited) => this.awaited = awaited;

    /// <param name="server">Whose streams.</param>
    /// <param name="count">How many.</param>
    /// <param name="phone">Who opens the next one; null: nobody in particular.</param>
    /// <param name="awaited">The name of the message that <see cref="AllHeardAsync"/> waits for.</param>
    public static async Task<Listeners> OpenAsync(
        ServerUnderTest server, int count, Func<Task<AuthenticationHeaderValue>>? phone, string awaited = "seeked")
    {
        var listeners = new Listeners(awaited);
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
            request.Headers.Authorization = phone is null ? null : await phone();
            var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
            listeners.answers.Add(answer);
            _ = listeners.ReadAsync(await answer.Content.ReadAsStreamAsync());
        }

        return listeners;
    }

    /// <summary>Waits until every stream has brought one more of the awaited message.</summary>
    public async Task AllHeardAsync()
    {
        for (var i = 0; i < answers.Count; i++)
        {
            await heard.WaitAsync();
        }
    }

    /// <summary>Bytes of the messages that all streams have brought so far, without what HTTP adds.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    public void Dispose()
    {
        answers.ForEach(answer => answer.Dispose());
        heard.Dispose();
    }

    private async Task ReadAsync(Stream stream)
    {
        try
        {
            await foreach (var item in SseParser.Create(stream, Count).EnumerateAsync())
            {
                if (item.EventType == awaited)
                {
                    heard.Release();
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException)
        {
            // The bench is over.
        }

        // "id: 1234", "event: …", "data: …" and an empty line.
        string Count(string name, ReadOnlySpan<byte> data)
        {
            Interlocked.Add(ref bytes, 9 + 8 + name.Length + 7 + data.Length + 1);
            return name;
        }
    }
}
