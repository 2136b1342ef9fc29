using CoListen.Api.Hubs;
using CoListen.Api.Problems;
using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;

namespace CoListen.Api.Pairing;

/// <summary>The name of a phone or its owner.</summary>
internal static class ClientName
{
    /// <summary>Whether a name may be given: none, or one that people can read.</summary>
    public static bool IsGood(string? name) => string.IsNullOrWhiteSpace(name) || SessionName.IsGood(name);

    /// <summary>400: people cannot read the name.</summary>
    public static ProblemHttpResult Refuse() =>
        Problem.Of("bad-name", 400, "Bad name", "A name has at most 40 characters, all on one line and all visible.");

    /// <summary>The trimmed name; without one, the first of "Phone 1", "Phone 2", … that is free.</summary>
    /// <param name="name">A good name, or null: names are optional.</param>
    /// <param name="taken">The names of the other phones.</param>
    public static string OrDefault(string? name, IEnumerable<string> taken)
    {
        if (!string.IsNullOrWhiteSpace(name)) return name.Trim();

        var others = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, others.Count + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"Phone {n}"))
            .First(free => !others.Contains(free));
    }

    /// <summary>The command that gives a phone of the session this good name, or a free one.</summary>
    public static async Task<SessionCommand.Rename> RenameAsync(SessionHub session, string clientId, string? name)
    {
        var others = (await session.GetSnapshotAsync()).Clients.Where(other => other.Key != clientId);
        return new(clientId, OrDefault(name, others.Select(other => other.Value.Name)));
    }
}
