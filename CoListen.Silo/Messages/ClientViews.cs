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

    /// <summary>
    /// At most <paramref name="most"/> of those that are new or changed since <paramref name="before"/> or were forgotten, and what whoever
    /// knew <paramref name="before"/> knows then: this, where those are all.
    /// </summary>
    public (ClientViews Changed, string[] Gone, ClientViews Told) Since(ClientViews before, int most)
    {
        var changed = all.Where(client => before.all.GetValueOrDefault(client.Key) != client.Value).Take(most + 1).ToList();
        var gone = before.all.Keys.Where(id => !all.ContainsKey(id)).Take(most + 1 - changed.Count).ToList();
        if (changed.Count + gone.Count <= most) return (Of(changed), [.. gone], this);

        changed = [.. changed.Take(most)];
        gone = [.. gone.Take(most - changed.Count)];
        var told = new SortedDictionary<string, ClientView>(before.all, StringComparer.Ordinal);
        changed.ForEach(client => told[client.Key] = client.Value);
        gone.ForEach(id => told.Remove(id));
        return (Of(changed), [.. gone], new(told));
    }

    public bool ContainsKey(string key) => all.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ClientView value) => all.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, ClientView>> GetEnumerator() => all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static ClientViews Of(IEnumerable<KeyValuePair<string, ClientView>> clients) =>
        new(new SortedDictionary<string, ClientView>(clients.ToDictionary(), StringComparer.Ordinal));

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
