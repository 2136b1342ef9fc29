namespace CoListen.Silo.Storage;

/// <summary>The list of sessions as it is stored.</summary>
internal sealed record SessionDirectory
{
    /// <summary>The name of the session that always exists.</summary>
    public const string Main = "main";

    /// <summary>The nodes that have joined. While one of them lives, codes stay as they are.</summary>
    public ImmutableArray<string> Nodes { get; init; } = [];

    /// <summary>The open sessions, <see cref="Main"/> first.</summary>
    public ImmutableArray<StoredSession> Sessions { get; init; } = [];
}

/// <summary>One open session in the list; its code is empty when none is stored.</summary>
internal sealed record StoredSession(string Name, string Code, bool IsPairingOpen);

/// <summary>
/// <see cref="SessionDirectory"/> as JSON that a person can read: <c>sessions</c> lists the names without <c>main</c>, <c>codes</c> has
/// codes and pairing windows by name, <c>main</c> among them. Files of earlier programs have <c>sessions</c> alone.
/// </summary>
internal static class SessionDirectoryJson
{
    /// <summary>Raised when a file of this version could not be understood by the version before.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(SessionDirectory directory) => JsonSerializer.SerializeToUtf8Bytes(
        new Stored(
            Version,
            [.. directory.Sessions.Select(s => s.Name).Where(name => name != SessionDirectory.Main)],
            directory.Sessions.ToDictionary(s => s.Name, s => (StoredCode?)new StoredCode(s.Code, s.IsPairingOpen), StringComparer.Ordinal),
            [.. directory.Nodes]),
        Options);

    /// <summary>
    /// The list in a file of this version or an older one, <c>main</c> first. <paramref name="isName"/> says what is a name.
    /// </summary>
    /// <exception cref="JsonException">The bytes are no list of sessions.</exception>
    public static SessionDirectory Read(ReadOnlySpan<byte> json, Func<string, bool> isName)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, Options);
        var good = stored is { Version: >= 0 and <= Version, Sessions: { } names }
            && Array.TrueForAll(names, name => name is not null && name != SessionDirectory.Main && isName(name))
            && names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length
            && stored.Nodes?.Contains(null) != true;
        return !good ? throw new JsonException("It is no list of sessions, or one of a newer version.") : new()
        {
            Nodes = [.. stored!.Nodes ?? []],
            Sessions =
            [
                .. stored.Sessions!.Prepend(SessionDirectory.Main).Select(name => stored.Codes?.GetValueOrDefault(name) is { } code
                    ? new StoredSession(name, code.Code ?? "", code.Open)
                    : new(name, "", IsPairingOpen: true)),
            ],
        };
    }

    private sealed record Stored(int Version, string[]? Sessions, Dictionary<string, StoredCode?>? Codes = null, string[]? Nodes = null);

    private sealed record StoredCode(string? Code, bool Open = true);
}
