using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Grains;

/// <summary>When each client last sent anything, and how far its downloads are. Never stored.</summary>
internal sealed class ClientActivity(TimeProvider time)
{
    private readonly Dictionary<string, long> lastSeen = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ClientId, string TrackId), DownloadProgress> downloads = [];
    private long? unheardSince;

    /// <summary>Takes note of what a node reports.</summary>
    public void Add(ActivityReport report)
    {
        foreach (var clientId in report.ClientIds)
        {
            See(clientId);
        }

        foreach (var download in report.Downloads)
        {
            var before = downloads.GetValueOrDefault((download.ClientId, download.TrackId));

            // A phone that begins where it began before, and is sent no more than before, has taken nothing since.
            if (download.From == before.From && download.ServedUpTo <= before.ServedUpTo) continue;

            See(download.ClientId);
            downloads[(download.ClientId, download.TrackId)] = download;
        }
    }

    /// <summary>How much of the track the client has taken, 0 to 100.</summary>
    public int Percent(string clientId, string trackId) => !downloads.TryGetValue((clientId, trackId), out var download) ? 0
        : download.Size <= 0 ? 100
        : (int)(Math.Clamp(download.ServedUpTo, 0, download.Size) * 100 / download.Size);

    /// <summary>Starts the wait of a barrier's members, and drops what is not needed any more.</summary>
    public void Observe(SessionState after, SessionEvent happened)
    {
        switch (happened)
        {
            case BarrierOpened e:
                foreach (var clientId in e.Members)
                {
                    See(clientId);
                }

                var order = after.Queue.PlayOrder;
                Forget((_, trackId) => !order.AsSpan()[..Math.Min(2, order.Length)].Contains(trackId));
                break;
            case MemberJoined e:
                See(e.ClientId);
                break;
            case StreamOpened e:
                // Perhaps a reloaded page, which downloads anew.
                Forget((clientId, _) => clientId == e.ClientId);
                break;
            case ClientForgotten e:
                lastSeen.Remove(e.ClientId);
                break;
        }
    }

    /// <summary>Members that the barrier waits for and that sent nothing for <paramref name="limit"/>.</summary>
    public IReadOnlyList<string> Stalled(SessionState state, TimeSpan limit) => state.Barrier is not { } barrier
        ? []
        : [.. barrier.Members.Except(FollowUp.ReadyToSound(state)).Where(id => SilentFor(id) >= limit)];

    /// <summary>How long the room has played unheard by now.</summary>
    public TimeSpan UnheardFor(SessionState state)
    {
        unheardSince = state.PlaysUnheard ? unheardSince ?? time.GetTimestamp() : null;
        return unheardSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
    }

    private void Forget(Func<string, string, bool> which)
    {
        foreach (var key in downloads.Keys.Where(key => which(key.ClientId, key.TrackId)).ToArray())
        {
            downloads.Remove(key);
        }
    }

    private void See(string clientId) => lastSeen[clientId] = time.GetTimestamp();

    private TimeSpan SilentFor(string clientId)
    {
        lastSeen.TryAdd(clientId, time.GetTimestamp());
        return time.GetElapsedTime(lastSeen[clientId]);
    }
}
