using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Silo.Grains;

/// <summary>When each client last sent anything, and how far its downloads are. Never stored.</summary>
internal sealed class ClientActivity(TimeProvider time)
{
    private readonly Dictionary<string, long> lastSeen = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ClientId, string TrackId), int> percent = [];
    private long? unheardSince;

    /// <summary>Takes note of what a node reports.</summary>
    public void Add(ActivityReport report)
    {
        foreach (var clientId in report.ClientIds)
        {
            See(clientId);
        }

        foreach (var (clientId, trackId, servedUpTo, size) in report.Downloads)
        {
            See(clientId);
            percent[(clientId, trackId)] = size <= 0 ? 100 : (int)(Math.Clamp(servedUpTo, 0, size) * 100 / size);
        }
    }

    /// <summary>How much of the track the client has taken, 0 to 100.</summary>
    public int Percent(string clientId, string trackId) => percent.GetValueOrDefault((clientId, trackId));

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
                foreach (var key in percent.Keys.Where(k => !order.AsSpan()[..Math.Min(2, order.Length)].Contains(k.TrackId)).ToArray())
                {
                    percent.Remove(key);
                }

                break;
            case MemberJoined e:
                See(e.ClientId);
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

    private void See(string clientId) => lastSeen[clientId] = time.GetTimestamp();

    private TimeSpan SilentFor(string clientId)
    {
        lastSeen.TryAdd(clientId, time.GetTimestamp());
        return time.GetElapsedTime(lastSeen[clientId]);
    }
}
