namespace CoListen.Silo.Storage;

/// <summary>
/// Where sessions keep their state: <c>main</c> in the file that the settings name, the others beside it. A name never becomes part of a
/// path as it is: a file is called after the plain letters of the name, for people, and after its hash, which tells all names apart on
/// every disk.
/// Where one process owns the files, it holds <see cref="LockPath"/> until <see cref="Dispose"/>.
/// </summary>
/// <param name="main">The state file of <c>main</c>, such as <c>main.json</c>.</param>
/// <param name="isShared">Several processes write the files, each for as long as one write takes.</param>
internal sealed class SessionFiles(string main, bool isShared = false) : IDisposable
{
    private const int MostLetters = 24;

    private readonly Lock gate = new();
    private FileLock? held;
    private bool disposed;

    public string Main { get; } = Path.GetFullPath(main);

    public bool IsShared => isShared;

    /// <summary>The list of the sessions, such as <c>main.sessions.json</c>.</summary>
    public string Directory => Path.ChangeExtension(Main, ".sessions.json");

    /// <summary>The file whose lock allows to write, such as <c>main.json.lock</c>.</summary>
    public string LockPath => Main + ".lock";

    /// <summary>
    /// The files that the settings name: <c>StateFile</c>, else <c>colisten/main.json</c> in the user's state directory (XDG Base Directory
    /// Specification). They are shared unless <c>Orleans:Clustering:ProviderType</c> is <c>Development</c>, which is a node by itself.
    /// </summary>
    public static SessionFiles From(IConfiguration configuration)
    {
        var isShared = !string.Equals(configuration["Orleans:Clustering:ProviderType"], "Development", StringComparison.OrdinalIgnoreCase);
        if (configuration["StateFile"] is { Length: > 0 } named) return new(named, isShared);

        var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return new(Path.Combine(home, "colisten", "main.json"), isShared);
    }

    /// <summary>The state file of a session, such as <c>main.kitchen-0123456789abcdef.json</c>.</summary>
    public string Of(string name)
    {
        if (name == SessionDirectory.Main) return Main;

        var letters = new string([.. name.Where(char.IsAsciiLetterOrDigit).Take(MostLetters)]).ToLowerInvariant();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));
        return Path.ChangeExtension(Main, $".{letters}-{hash}.json");
    }

    /// <summary>
    /// Takes the lock of files that are not shared; to be called before anything listens. On a disk that takes no lock file, the writes try
    /// again.
    /// </summary>
    /// <returns>A sentence for the person who started this process: another one holds the lock. Null when all is well.</returns>
    public string? TryLock()
    {
        try
        {
            return Hold();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Makes sure that this process may write.</summary>
    /// <exception cref="IOException">Another process holds the lock, or no lock can be taken.</exception>
    internal void EnsureLocked()
    {
        if (Hold() is { } problem) throw new IOException(problem);
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            held?.Dispose();
            held = null;
        }
    }

    private string? Hold()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (isShared || held is not null) return null;

            held = FileLock.TryHold(LockPath, out var holder);
            return held is not null
                ? null
                : $"CoListen already runs with the state {Main}{(holder is null ? "" : $" (process {holder})")}. "
                    + "Stop it, or start this one with another --StateFile.";
        }
    }
}
