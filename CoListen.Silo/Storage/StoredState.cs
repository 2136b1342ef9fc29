using System.Buffers;
using CoListen.Silo.Sessions;

namespace CoListen.Silo.Storage;

/// <summary>A state as its file holds it.</summary>
internal sealed record StoredState
{
    public int Version { get; init; }
    public required long EventCount { get; init; }
    [JsonConverter(typeof(OneLine))]
    public required string[] Queue { get; init; }
    public required int QueueIndex { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Placed { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, string>? Wishes { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, int>? Rounds { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? PutAside { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Ended { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Control Control { get; init; }
    /// <summary>Left out where it is on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? EvenLoudness { get; init; }
    /// <summary>Left out where everything plays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MusicChoice[]? Play { get; init; }
    public required PlayState PlayState { get; init; }
    public long AnchorEvent { get; init; }
    public StoredBarrier? Barrier { get; init; }
    public string[] Listeners { get; init; } = [];
    /// <summary>Left out where it is the same as the listeners.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Released { get; init; }
    public string[] SatOut { get; init; } = [];
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? HeardOut { get; init; }
    public int Skips { get; init; }
    public bool CurrentVanished { get; init; }
    public required StoredClients Clients { get; init; }
}

internal sealed record StoredBarrier(BarrierType Type, string TrackId, string[] Members, string[] Ready, string[]? SetAside = null);

/// <summary>Ids on one line, and plain ones at once: most of a command's time went into a hundred thousand lines.</summary>
internal sealed class OneLine : JsonConverter<string[]>
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A track's id is 12 letters long.
    private const int PlainLength = 16;
    private const int Marks = 3;

    // Of what no JSON text has to escape.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "[\",]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public override string[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<string[]>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, string[] value, JsonSerializerOptions options)
    {
        var rented = ArrayPool<byte>.Shared.Rent(PlainLength * (value.Length + 1));
        var line = Quoted(value, rented);
        // A quotation mark in an id would be one too many.
        var isPlain = line.Length > 0 && !line.ContainsAnyExcept(Plain) && line.Count((byte)'"') == 2 * value.Length;
        writer.WriteRawValue(isPlain ? line : JsonSerializer.SerializeToUtf8Bytes(value, Readable), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(rented);
    }

    // What is not ASCII becomes a question mark, which is not plain. Empty where there is no id, or where they are longer than those of
    // tracks.
    private static ReadOnlySpan<byte> Quoted(string[] ids, byte[] line)
    {
        var at = 0;
        foreach (var id in ids)
        {
            if (at + id.Length + Marks >= line.Length) return [];

            line[at] = (byte)',';
            line[at + 1] = (byte)'"';
            at += 2 + Encoding.ASCII.GetBytes(id, line.AsSpan(at + 2));
            line[at++] = (byte)'"';
        }

        if (at == 0) return [];

        (line[0], line[at]) = ((byte)'[', (byte)']');
        return line.AsSpan(0, at + 1);
    }
}

/// <summary>The clients as they were read, or as they are written, indented for their place in the state.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record StoredClients(Dictionary<string, StoredClient>? Read, byte[] Json)
{
    private sealed class Converter : JsonConverter<StoredClients>
    {
        public override StoredClients Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<Dictionary<string, StoredClient>>(ref reader, options), []);

        public override void Write(Utf8JsonWriter writer, StoredClients value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json, skipInputValidation: true);
    }
}

internal sealed record StoredClient(
    string Name,
    string? TokenHash = null,
    DateTimeOffset LastSeen = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NeverConnected = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsHost = false);
