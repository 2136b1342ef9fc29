namespace CoListen.Silo.Sessions;

/// <summary>What a barrier waits to start.</summary>
internal enum BarrierType
{
    /// <summary>A new track, from its beginning.</summary>
    Track,

    /// <summary>The current track, from where it was paused, or for those who came late.</summary>
    Resume,
}

/// <summary>A start that waits until everyone who takes part can sound at once.</summary>
/// <param name="Type">What it starts.</param>
/// <param name="TrackId">The current track.</param>
/// <param name="Members">Who is waited for, and those of them who are ready.</param>
/// <param name="Ready">The members who said that they can sound at once.</param>
/// <param name="SetAside">Who is here but no longer waited for, because nothing was heard from them for too long.</param>
internal sealed record Barrier(
    BarrierType Type,
    string TrackId,
    ImmutableSortedSet<string> Members,
    ImmutableSortedSet<string> Ready,
    ImmutableSortedSet<string> SetAside)
{
    /// <summary>A barrier that waits for <paramref name="members"/>, none of them ready.</summary>
    public static Barrier Open(BarrierType type, string trackId, ImmutableSortedSet<string> members) =>
        new(type, trackId, members, ClientIds.Empty, ClientIds.Empty);

    /// <summary>Waits for the client, who is not ready (any more).</summary>
    public Barrier Join(string clientId) =>
        this with { Members = Members.Add(clientId), Ready = Ready.Remove(clientId), SetAside = SetAside.Remove(clientId) };

    /// <summary>The client is ready; one that was set aside is waited for again, if only for this moment.</summary>
    public Barrier MarkReady(string clientId) => Join(clientId) with { Ready = Ready.Add(clientId) };

    /// <summary>Waits no longer for the client, and forgets it.</summary>
    public Barrier Drop(string clientId) =>
        this with { Members = Members.Remove(clientId), Ready = Ready.Remove(clientId), SetAside = SetAside.Remove(clientId) };

    /// <summary>Waits no longer for the client, which is still here.</summary>
    public Barrier Aside(string clientId) => Drop(clientId) with { SetAside = SetAside.Add(clientId) };
}
