namespace CoListen.Silo.Sessions;

/// <summary>Sets of client ids: ordinal, and sorted so that the same set always reads the same.</summary>
internal static class ClientIds
{
    /// <summary>The empty set.</summary>
    public static ImmutableSortedSet<string> Empty { get; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>A set of these ids.</summary>
    public static ImmutableSortedSet<string> From(IEnumerable<string> ids) => Empty.Union(ids);
}
