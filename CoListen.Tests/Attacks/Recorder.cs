using System.Text.Json.Nodes;
using CoListen.Silo.Sessions;

namespace CoListen.Tests.Attacks;

/// <summary>Sends random commands of phones, and records every call with its answer.</summary>
internal sealed class Recorder
{
    private readonly ConcurrentQueue<RecordedCall> calls = [];
    private long clock;

    public IReadOnlyCollection<RecordedCall> Calls => calls;

    /// <summary>How many commands were accepted.</summary>
    public int Accepted => calls.Count(call => call is { Command: SessionCommand.Intent, Status: HttpStatusCode.OK });

    /// <summary>The highest eventCount that was acknowledged.</summary>
    public long Acknowledged => calls.Where(call => call is { Command: SessionCommand.Intent, Status: HttpStatusCode.OK })
        .Max(call => (long?)call.Body!["eventCount"]) ?? 0;

    public long Now => Interlocked.Read(ref clock);

    /// <summary>The state in which a history begins: songs in a queue, and phones without streams.</summary>
    public static SessionState InitialOf(JsonNode snapshot) => SessionState.Fresh with
    {
        EventCount = (long)snapshot["eventCount"]!,
        Queue = new([.. snapshot["queue"]!.AsArray().Select(id => (string)id!)], 0),
        Clients = SessionState.Fresh.Clients.AddRange(snapshot["clients"]!.AsObject().Select(
            client => KeyValuePair.Create(client.Key, new Client((string)client.Value!["name"]!, "", default)))),
    };

    public RecordedCall Begin(SessionCommand? command, int? life)
    {
        var call = new RecordedCall(command, life, Interlocked.Increment(ref clock));
        calls.Enqueue(call);
        return call;
    }

    public void End(RecordedCall call, HttpStatusCode status, JsonNode? body) => call.End(status, body, Interlocked.Increment(ref clock));

    /// <summary>The session as it stands; null when there was no answer.</summary>
    public async Task<JsonNode?> ReadAsync(TestPhone phone, int? life)
    {
        var call = Begin(command: null, life);
        try
        {
            using var answer = await phone.Get("/snapshot");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return null;

            var text = await answer.Text();
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {text}");
            End(call, answer.StatusCode, JsonNode.Parse(text));
            return call.Body;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>Sends what comes next at random. The session as the phone knows it then; null when there was no answer.</summary>
    public async Task<JsonNode?> SendAsync(TestPhone phone, int? life, Random random, JsonNode known)
    {
        var (command, route, body) = RandomCommands.Next(random, phone.ClientId, known);
        if (random.Next(8) == 0 || (life is null && command is SessionCommand.Undo)) return await ReadAsync(phone, life);

        var call = Begin(command, life);
        try
        {
            var count = command is SessionCommand.Intent intent ? intent.ExpectedEventCount.ToString(CultureInfo.InvariantCulture) : "";
            var (status, answer) = await phone.SendAsync(route, body, count);
            if (status == HttpStatusCode.ServiceUnavailable) return null;

            End(call, status, answer);
            return answer["snapshot"] ?? known;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
