namespace CoListen.Tests.Storage;

/// <summary>
/// What a disk was asked to do, and all that POSIX allows it to hold after a crash between two of the calls. Bytes that no fsync(2) made
/// durable may be absent, cut off or zero; a failed one makes them durable never, because the kernel may drop them and report the next one
/// as done. A change of a directory may be lost until the directory is synced, whatever came after it.
/// </summary>
internal sealed class DiskJournal
{
    private readonly List<Entry> entries = [];
    private readonly Dictionary<string, Node> visible = new(StringComparer.Ordinal);

    /// <summary>How many calls have had an effect.</summary>
    public int Count { get; private set; }

    /// <summary>A file or a directory that was there, durable, before the first call.</summary>
    public void Begin(string path, byte[]? content) =>
        Add(path, visible[path] = new Node { Content = content ?? [], SyncedAt = 0 }, durableAt: 0);

    public void Create(string path)
    {
        Count++;
        Add(path, visible[path] = new Node());
    }

    public void MakeDirectory(string path)
    {
        Count++;
        Add(path, visible[path] = new Node { SyncedAt = 0 });
    }

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Count++;
        visible[path].Content = [.. visible[path].Content, .. bytes];
    }

    public void SyncFile(string path, bool failed)
    {
        Count++;
        var file = visible[path];
        (file.SyncedAt, file.IsPoisoned) = (failed || file.IsPoisoned ? null : Count, file.IsPoisoned || failed);
    }

    public void SyncDirectory(string path)
    {
        Count++;
        foreach (var entry in entries.Where(entry => Path.GetDirectoryName(entry.Path) == path)) entry.DurableAt ??= Count;
    }

    public void Rename(string from, string to)
    {
        Count++;
        visible.Remove(from, out var moved);
        Add(from, null);
        Add(to, visible[to] = moved!);
    }

    public void Delete(string path)
    {
        Count++;
        if (visible.Remove(path)) Add(path, null);
    }

    /// <summary>All that the file may hold after a crash behind the call of this number; null stands for no file.</summary>
    public HashSet<string?> After(string path, int call)
    {
        HashSet<string?> all = [];

        // Of the changes of a name that may be lost, any may be the last one that was not.
        foreach (var entry in entries.Where(entry => entry.Path == path && entry.At <= call).Reverse())
        {
            all.UnionWith(entry.Node?.After(call) ?? [null]);
            if (entry.DurableAt <= call)
            {
                return MayBeGone(Path.GetDirectoryName(path), call) ? [null, .. all] : all;
            }
        }

        return [null, .. all];
    }

    private bool MayBeGone(string? directory, int call) => directory is not null
        && entries.FindLast(entry => entry.Path == directory) is { } entry
        && (!(entry.DurableAt <= call) || MayBeGone(Path.GetDirectoryName(directory), call));

    private void Add(string path, Node? node, int? durableAt = null) => entries.Add(new(path, node, Count) { DurableAt = durableAt });

    private sealed record Entry(string Path, Node? Node, int At)
    {
        public int? DurableAt { get; set; }
    }

    private sealed class Node
    {
        public byte[] Content { get; set; } = [];

        public int? SyncedAt { get; set; }

        public bool IsPoisoned { get; set; }

        public IEnumerable<string?> After(int call) => SyncedAt <= call
            ? [Encoding.UTF8.GetString(Content)]
            : [
                .. Enumerable.Range(0, Content.Length + 1).Select(length => Encoding.UTF8.GetString(Content, 0, length)),
                .. Enumerable.Range(1, Content.Length).Select(zeros => new string('\0', zeros) + Encoding.UTF8.GetString(Content[zeros..])),
            ];
    }
}
