using CoListen.Silo.Grains;

namespace CoListen.Api.Hubs;

/// <summary>What the phones of one session did at this node since it was last asked. Thread-safe.</summary>
internal sealed class NodeActivity
{
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string ClientId, string TrackId), DownloadProgress> downloads = new();
    private readonly ConcurrentDictionary<string, HeldTracks> held = new(StringComparer.Ordinal);

    public void Add(string clientId) => seen[clientId] = true;

    public void Add(DownloadProgress progress) => downloads[(progress.ClientId, progress.TrackId)] = progress;

    public void Add(HeldTracks all) => held[all.ClientId] = all;

    /// <summary>Takes what there is; null when there is nothing.</summary>
    public ActivityReport? Take()
    {
        string[] who = [.. seen.Keys];
        DownloadProgress[] what = [.. downloads.Values];
        HeldTracks[] kept = [.. held.Values];
        Array.ForEach(who, id => seen.TryRemove(id, out _));
        Array.ForEach(what, d => downloads.TryRemove(KeyValuePair.Create((d.ClientId, d.TrackId), d)));
        Array.ForEach(kept, k => held.TryRemove(KeyValuePair.Create(k.ClientId, k)));
        return who.Length + what.Length + kept.Length == 0 ? null : new(who, what, kept);
    }
}
