using CoListen.Silo.Sessions;

namespace CoListen.Silo.Grains;

/// <summary>Which tracks lie in the caches of the phones, as each phone says. Never stored: a phone says it again on each stream.</summary>
internal sealed class TrackCopies
{
    private readonly Dictionary<string, string[]> held = new(StringComparer.Ordinal);
    private SortedDictionary<string, int> told = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, Client>? countedFor;

    /// <summary>On how many of the phones that are here each track lies, as phones were told last; tracks on none are left out.</summary>
    public IReadOnlyDictionary<string, int> Told => told;

    /// <summary>Takes note of all that a phone holds.</summary>
    public void Set(string clientId, string[] trackIds)
    {
        held[clientId] = trackIds;
        countedFor = null;
    }

    /// <summary>What differs from what was told last; 0 where no phone holds the track any more.</summary>
    public IReadOnlyDictionary<string, int> TakeChanges(SessionState state)
    {
        if (ReferenceEquals(countedFor, state.Clients)) return ImmutableDictionary<string, int>.Empty;

        countedFor = state.Clients;
        foreach (var gone in held.Keys.Where(id => !state.Clients.ContainsKey(id)).ToArray()) held.Remove(gone);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var trackId in held.Where(phone => state.IsActive(phone.Key)).SelectMany(phone => phone.Value))
        {
            counts[trackId] = counts.GetValueOrDefault(trackId) + 1;
        }

        var changes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var trackId in counts.Keys.Union(told.Keys, StringComparer.Ordinal))
        {
            var count = counts.GetValueOrDefault(trackId);
            if (count != told.GetValueOrDefault(trackId)) changes.Add(trackId, count);
        }

        told = counts;
        return changes;
    }
}
