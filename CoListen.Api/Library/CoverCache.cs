using CoListen.Api.Library.Scan;

namespace CoListen.Api.Library;

/// <summary>Finds the cover of a track. Pictures are read from the files when somebody asks; the last few asked for are kept, at most 32 MiB.</summary>
internal sealed class CoverCache(MusicLibrary library)
{
    private const long MaxBytes = 32 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly LinkedList<(string TrackId, Cover Cover)> recent = new();
    private long bytes;

    /// <summary>The cover of a track whose file is still the one that was scanned; else null.</summary>
    public Cover? Find(string trackId)
    {
        if (library.Locate(trackId) is not { Track.CoverUrl: not null } file)
        {
            return null;
        }

        using var same = file.Open();
        if (same is null)
        {
            return null;
        }

        // One at a time: a phone that opens its queue asks for many at once, and each is read with several copies in memory.
        lock (gate)
        {
            return Kept(trackId) ?? Keep(trackId, TagReader.Cover(same, file.Path, file.Format));
        }
    }

    private Cover? Kept(string trackId)
    {
        for (var node = recent.First; node is not null; node = node.Next)
        {
            if (string.Equals(node.Value.TrackId, trackId, StringComparison.Ordinal))
            {
                recent.Remove(node);
                recent.AddFirst(node);
                return node.Value.Cover;
            }
        }

        return null;
    }

    private Cover? Keep(string trackId, Cover? cover)
    {
        if (cover is null)
        {
            return null;
        }

        recent.AddFirst((trackId, cover));
        bytes += cover.Bytes.Length;
        while (bytes > MaxBytes && recent.Last is { } oldest)
        {
            bytes -= oldest.Value.Cover.Bytes.Length;
            recent.Remove(oldest);
        }

        return cover;
    }
}
