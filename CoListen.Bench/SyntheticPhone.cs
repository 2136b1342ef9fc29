using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace CoListen.Bench;

/// <summary>A phone without a speaker. It checks what it hears against what the protocol promises.</summary>
internal sealed class SyntheticPhone(HttpClient http, string name, Findings seen) : IDisposable
{
    /// <summary>A barrier may wait for a silent phone for <c>Session:StallSec</c>, 20 s; these phones are never silent.</summary>
    private static readonly TimeSpan LongestBarrier = TimeSpan.FromSeconds(60);

    private readonly HashSet<string> downloaded = new(StringComparer.Ordinal);
    private JsonNode session = new JsonObject();
    private Task preparing = Task.CompletedTask;
    private CancellationTokenSource? barrier;
    private string? awaited;
    private long number;
    private long eventCount;

    public static async Task<SyntheticPhone> JoinAsync(Uri server, string code, string name, Findings seen)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };
        using var answer = await http.PostAsJsonAsync("/pair", new { code, clientName = name });
        answer.EnsureSuccessStatusCode();
        http.DefaultRequestHeaders.Authorization = new(
            "Bearer", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1]);
        return new(http, name, seen);
    }

    /// <summary>Listens and taps until it is stopped; a stream that ends is opened again where it ended.</summary>
    public async Task LiveAsync(CancellationToken stop)
    {
        var tapping = TapAsync(stop);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stop);
                seen.Count("streams ended");
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
            {
                seen.Count(stop.IsCancellationRequested ? "streams closed" : "streams lost");
            }

            await Task.Delay(stop.IsCancellationRequested ? 0 : RandomNumberGenerator.GetInt32(500, 2000), CancellationToken.None);
        }

        await Task.WhenAll(tapping, preparing);
        barrier?.Dispose();
    }

    public async Task LeaveAsync() => (await http.PostAsync("/leave", content: null)).Dispose();

    public void Dispose() => http.Dispose();

    private async Task ListenAsync(CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        if (number != 0)
        {
            request.Headers.Add("Last-Event-ID", number.ToString(CultureInfo.InvariantCulture));
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        answer.EnsureSuccessStatusCode();
        var messages = SseParser.Create(await answer.Content.ReadAsStreamAsync(stop));
        await foreach (var message in messages.EnumerateAsync(stop))
        {
            seen.Count("heard " + message.EventType);
            var body = JsonNode.Parse(message.Data)!;
            if (message.EventId is { Length: > 0 } id && message.EventType is not ("beat" or "heartbeat"))
            {
                Check(message.EventType, long.Parse(id, CultureInfo.InvariantCulture), (long)body["eventCount"]!, message.Data);
            }

            Follow(message.EventType, body["payload"]!, stop);
        }
    }

    /// <summary>Numbers rise by one, eventCounts by none or one; a snapshot begins anew.</summary>
    private void Check(string kind, long newNumber, long newCount, string data)
    {
        if (kind != "snapshot")
        {
            seen.Heard(newNumber, data);
            if (newNumber != number + 1)
            {
                seen.Broke($"{name} heard message {newNumber} after {number}");
            }

            if (newCount - eventCount is not (0 or 1))
            {
                seen.Broke($"{name} heard eventCount {newCount} after {eventCount}, with {kind}");
            }
        }

        (number, eventCount) = (newNumber, newCount);
    }

    private void Follow(string kind, JsonNode payload, CancellationToken stop)
    {
        if (kind == "snapshot")
        {
            session = payload;
        }

        var waiting = kind == "barrier.open" ? payload : kind == "snapshot" ? payload["barrier"] : null;
        if (waiting is null && kind is not ("snapshot" or "barrier.release" or "paused" or "refresh")) return;

        barrier?.Cancel();
        barrier?.Dispose();
        (barrier, awaited) = (null, null);
        if (waiting is not null)
        {
            (barrier, awaited) = (CancellationTokenSource.CreateLinkedTokenSource(stop), (string)waiting["trackId"]!);
            preparing = Task.WhenAll(preparing, PrepareAsync(awaited, stop), WatchAsync(barrier.Token));
        }
    }

    private async Task WatchAsync(CancellationToken over)
    {
        await Task.Delay(LongestBarrier, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!over.IsCancellationRequested)
        {
            seen.Broke($"{name} waited {LongestBarrier.TotalSeconds} s for a start");
        }
    }

    /// <summary>
    /// Downloads and acknowledges, again where the server is busy or the session went on, while the start waits for this track.
    /// </summary>
    private async Task PrepareAsync(string track, CancellationToken stop)
    {
        while (awaited == track && !stop.IsCancellationRequested)
        {
            try
            {
                if (!downloaded.Contains(track))
                {
                    using var file = await http.GetAsync("/file/" + track, stop);
                    seen.Count($"file answered {(int)file.StatusCode}");
                    file.EnsureSuccessStatusCode();
                    downloaded.Add(track);
                }

                if (await PostAsync("ack-download", eventCount, new { trackId = track }, stop) != HttpStatusCode.Conflict)
                {
                    return;
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(500, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TapAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(2000, 12000), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested || eventCount == 0 || session["queue"] is not JsonArray { Count: > 0 } queue)
            {
                continue;
            }

            var position = new { positionSec = (double)RandomNumberGenerator.GetInt32(60) };
            var nudged = (string)queue[RandomNumberGenerator.GetInt32(queue.Count)]!;
            var (command, body) = RandomNumberGenerator.GetItems<(string Command, object Body)>(
                [("play", position), ("pause", position), ("seek", position), ("nudge", new { trackId = nudged }), ("next", new { })],
                1)[0];
            // Every fourth phone has not heard the latest.
            var expected = eventCount - (RandomNumberGenerator.GetInt32(4) == 0 ? 1 : 0);
            try
            {
                await PostAsync(command, expected, body, stop);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
            {
                seen.Count("commands without an answer");
            }
        }
    }

    private async Task<HttpStatusCode> PostAsync(string command, long expected, object body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + command) { Content = JsonContent.Create(body) };
        request.Headers.Add("If-Match-Event", expected.ToString(CultureInfo.InvariantCulture));
        using var answer = await http.SendAsync(request, stop);
        seen.Count($"{command} answered {(int)answer.StatusCode}");
        var said = await answer.Content.ReadFromJsonAsync<JsonNode>(stop);
        if (answer.IsSuccessStatusCode && command != "ack-download")
        {
            seen.Accepted(expected, command);
        }

        if (answer.StatusCode == HttpStatusCode.Conflict && (
            said?["expectedEventCount"] is not { } count || (long)count == expected || said["snapshot"] is null))
        {
            seen.Broke($"{name} was told at eventCount {expected} that {command} is stale, without what is right");
        }

        if ((int)answer.StatusCode >= 500 && answer.StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            seen.Broke($"{name} got {(int)answer.StatusCode} for {command}");
        }

        return answer.StatusCode;
    }
}
