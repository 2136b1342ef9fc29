using System.Collections.Concurrent;
using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Activation;

/// <summary>When each client was last heard, and how far its downloads are. Never stored.</summary>
internal sealed class BarrierWatch(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> lastSign = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string ClientId, string TrackId), int> percent = new();

    /// <summary>The client gave a sign of life now.</summary>
    public void Heard(string clientId) => lastSign[clientId] = time.GetTimestamp();

    /// <summary>The client has taken this much of the track.</summary>
    public void Served(string clientId, string trackId, long servedUpTo, long size)
    {
        Heard(clientId);
        percent[(clientId, trackId)] = size <= 0 ? 100 : (int)(Math.Clamp(servedUpTo, 0, size) * 100 / size);
    }

    /// <summary>How much of the track the client has taken, 0 to 100.</summary>
    public int Percent(string clientId, string trackId) => percent.GetValueOrDefault((clientId, trackId));

    /// <summary>A barrier begins to wait for its members now, for one that joins from then on; what nobody will ask for again is forgotten.</summary>
    public void Observe(SessionState after, SessionEvent happened)
    {
        switch (happened)
        {
            case BarrierOpened e:
                foreach (var clientId in e.Members)
                {
                    Heard(clientId);
                }

                var order = after.Queue.PlayOrder;
                foreach (var key in percent.Keys.Where(k => !order.AsSpan()[..Math.Min(2, order.Length)].Contains(k.TrackId)))
                {
                    percent.TryRemove(key, out _);
                }

                break;
            case MemberJoined e:
                Heard(e.ClientId);
                break;
            case ClientForgotten e:
                lastSign.TryRemove(e.ClientId, out _);
                break;
        }
    }

    /// <summary>Whom the barrier waits for although nothing came from them for <paramref name="limit"/>.</summary>
    public IReadOnlyList<string> Stalled(SessionState state, TimeSpan limit) => state.Barrier is not { } barrier
        ? []
        : [.. barrier.Members.Except(FollowUp.ReadyToSound(state)).Where(id => time.GetElapsedTime(lastSign.GetOrAdd(id, _ => time.GetTimestamp())) >= limit)];
}
