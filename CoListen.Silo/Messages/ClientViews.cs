using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CoListen.Silo.Sessions;

namespace CoListen.Silo.Messages;

/// <summary>
/// The paired phones as others see them, by client id. A crowd's takes long to make and to write, and goes out with every answer: it is
/// made and written once, until a client changes.
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed class ClientViews(SortedDictionary<string, ClientView> clients) : IReadOnlyDictionary<string, ClientView>
{
    private readonly SortedDictionary<string, ClientView> all = clients;

    private static readonly ConditionalWeakTable<ImmutableSortedDictionary<string, Client>, ClientViews> Made = [];

    private byte[]? json;

    public int Count => all.Count;

    public IEnumerable<string> Keys => all.Keys;

    public IEnumerable<ClientView> Values => all.Values;

    public ClientView this[string key] => all[key];

    /// <summary>What phones may see of the clients.</summary>
    public static ClientViews Of(SessionState state) => Made.GetValue(state.Clients, made =>
    {
        var views = new SortedDictionary<string, ClientView>(StringComparer.Ordinal);
        foreach (var (id, client) in made)
        {
            views.Add(id, new(client.Name, client.Active, client.Asleep, client.IsHost, client.SatOut));
        }

        return new(views);
    });

    /// <summary>What is new or changed since <paramref name="before"/>, and who was forgotten.</summary>
    public (ClientViews Changed, string[] Gone) Since(ClientViews before)
    {
        var changed = new SortedDictionary<string, ClientView>(StringComparer.Ordinal);
        foreach (var (id, view) in all)
        {
            if (before.all.GetValueOrDefault(id) != view) changed.Add(id, view);
        }

        return (new(changed), [.. before.all.Keys.Where(id => !all.ContainsKey(id))]);
    }

    public bool ContainsKey(string key) => all.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ClientView value) => all.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, ClientView>> GetEnumerator() => all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Converter : JsonConverter<ClientViews>
    {
        public override ClientViews Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<SortedDictionary<string, ClientView>>(ref reader, WireJson.Options)!);

        // Between nodes, too, it is the JSON of phones.
        public override void Write(Utf8JsonWriter writer, ClientViews value, JsonSerializerOptions options) => writer.WriteRawValue(
            value.json ??= JsonSerializer.SerializeToUtf8Bytes(value.all, WireJson.Options), skipInputValidation: true);
    }
}

/// <summary>A paired phone as others see it.</summary>
internal sealed record ClientView(
    string Name,
    bool Active,
    bool Asleep,
    bool Host,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SatOutTrack? SatOut = null);
