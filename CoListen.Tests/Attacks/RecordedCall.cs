using System.Text.Json.Nodes;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;

namespace CoListen.Tests.Attacks;

/// <summary>A call as its caller knows it: what was asked, in which span of the history, and what was answered.</summary>
/// <param name="command">What was asked; null asks how the session stands.</param>
/// <param name="life">Of which process; a call has no effect once that was killed. Null where the session outlives its process.</param>
/// <param name="began">When it was sent: a number that rises with each beginning and end.</param>
internal sealed class RecordedCall(SessionCommand? command, int? life, long began)
{
    private static readonly string[] Unmodelled = ["lastSeen", "neverConnected", "tokenHash"];

    public SessionCommand? Command => command;

    public int? Life => life;

    public long Began => began;

    /// <summary>When it was answered; never, where the answer was lost.</summary>
    public long Ended { get; private set; } = long.MaxValue;

    public HttpStatusCode? Status { get; private set; }

    /// <summary>The answer. Of a restart: the file that it began with.</summary>
    public JsonNode? Body { get; private set; }

    /// <summary>The call of which this is a first attempt: its answer was lost between nodes, and it may have had no effect.</summary>
    public RecordedCall? RepeatedBy { get; init; }

    public bool IsKnown => Status is not null;

    /// <summary>Whether it is in the order that explains the history.</summary>
    public bool TookEffect { get; set; }

    public void End(HttpStatusCode status, JsonNode? body, long at) => (Status, Body, Ended) = (status, body, at);

    /// <summary>The session as phones see it, but for the time that passes.</summary>
    public static string ViewOf(SessionState state) =>
        ViewOf(JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(SnapshotView.Of(state), WireJson.Options))!, state);

    /// <summary>The view in an answer; clients that the state does not know are left out.</summary>
    public static string ViewOf(JsonNode snapshot, SessionState state)
    {
        var view = snapshot.DeepClone().AsObject();
        view.Remove("anchorAgeMs");
        return Of(view, state);
    }

    /// <summary>The stored state, but for what the model does not know of its clients.</summary>
    public static string FileOf(SessionState state) => FileOf(JsonNode.Parse(StateJson.Write(state))!, state);

    /// <inheritdoc cref="FileOf(SessionState)"/>
    public static string FileOf(JsonNode file, SessionState state)
    {
        var stored = file.DeepClone().AsObject();
        foreach (var (_, client) in stored["clients"]!.AsObject())
        {
            foreach (var member in Unmodelled) client!.AsObject().Remove(member);
        }

        return Of(stored, state);
    }

    public override string ToString() =>
        $"{Began}..{(IsKnown ? Ended.ToString(CultureInfo.InvariantCulture) : "?")} {(command is null ? "read" : command)} → "
        + $"{(int?)Status} {(Body is null ? "" : Body["eventCount"] ?? Body["snapshot"]?["eventCount"] ?? Body["type"])}";

    private static string Of(JsonObject view, SessionState state)
    {
        var clients = view["clients"]!.AsObject();
        foreach (var (id, _) in clients.Where(client => !state.Clients.ContainsKey(client.Key)).ToList()) clients.Remove(id);
        return view.ToJsonString();
    }
}
