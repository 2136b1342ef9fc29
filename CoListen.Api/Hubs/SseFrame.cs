using CoListen.Silo.Messages;

namespace CoListen.Api.Hubs;

/// <summary>A message as it goes to phones: a server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
internal static class SseFrame
{
    /// <summary>A message that a later stream can ask for again by its number.</summary>
    public static ReadOnlyMemory<byte> Of(SessionMessage message) => Of(message.Name, message.Payload, message.EventCount, message.Number);

    /// <summary>A message; without a number it cannot be asked for again.</summary>
    public static ReadOnlyMemory<byte> Of<T>(string name, T payload, long eventCount, long? number = null) =>
        Of(name, JsonSerializer.SerializeToUtf8Bytes(payload, WireJson.Options), eventCount, number);

    private static ReadOnlyMemory<byte> Of(string name, byte[] payload, long eventCount, long? number)
    {
        var id = number is null ? "" : $"id: {number}\n";
        var head = Encoding.ASCII.GetBytes($"{id}event: {name}\ndata: {{\"event\":\"{name}\",\"payload\":");
        var tail = Encoding.ASCII.GetBytes($",\"eventCount\":{eventCount}}}\n\n");
        return (byte[])[.. head, .. payload, .. tail];
    }
}
