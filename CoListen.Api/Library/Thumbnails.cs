using CoListen.Api.Library.Scan;
using Microsoft.Extensions.Caching.Memory;

namespace CoListen.Api.Library;

/// <summary>
/// Covers as small squares. They are made one at a time, in a <see cref="TagWorker"/> that ends when it has had nothing to do for a
/// minute. Those used last are kept in memory, and so is which pictures do not decode.
/// </summary>
internal sealed class Thumbnails : IDisposable
{
    public const string Mime = "image/webp";

    /// <summary>Processor time for one picture: the largest that is allowed takes a second of a fast processor.</summary>
    public static readonly TimeSpan MaxCpu = TimeSpan.FromSeconds(10);

    private const int KeptBytes = 32 * 1024 * 1024;
    private const int EntryBytes = 256;
    private const int AnySize = 0;
    private static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(1);

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = KeptBytes });
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<TagWorkerProcess> start;
    private readonly Timer idle;
    private TagWorkerProcess? worker;

    /// <param name="start">Starts a worker; null: this server's.</param>
    public Thumbnails(Func<TagWorkerProcess>? start = null)
    {
        this.start = start ?? (() => new() { MaxCpu = MaxCpu });
        idle = new(_ => EndIdle());
    }

    /// <summary>The edges that can be asked for, in pixels.</summary>
    public static ImmutableArray<int> Sizes { get; } = [64, 128, 256, 512];

    /// <summary>The cover of a track that has one, as a square. Null if it does not decode, or if the file was replaced.</summary>
    /// <exception cref="BadHttpRequestException">503: no worker can be started.</exception>
    public async Task<byte[]?> GetAsync(TrackFile file, int size, CancellationToken cancel)
    {
        var hash = file.Cover!.Hash;
        if (IsKnown(hash, size, out var thumbnail)) return thumbnail;

        await turn.WaitAsync(cancel);
        try
        {
            // Many who ask for one picture wait for its first turn.
            if (IsKnown(hash, size, out thumbnail)) return thumbnail;

            thumbnail = await MakeAsync(file, size);
            if (thumbnail is not null || file.IsInPlace)
            {
                var options = new MemoryCacheEntryOptions { Size = EntryBytes + (thumbnail?.Length ?? 0) };
                kept.Set((hash, thumbnail is null ? AnySize : size), thumbnail, options);
            }

            return thumbnail;
        }
        catch (IOException e)
        {
            throw new BadHttpRequestException("Covers cannot be made small now.", StatusCodes.Status503ServiceUnavailable, e);
        }
        finally
        {
            idle.Change(MaxIdle, Timeout.InfiniteTimeSpan);
            turn.Release();
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        idle.Dispose();
        End();
        kept.Dispose();
    }

    private bool IsKnown(string hash, int size, out byte[]? thumbnail) =>
        kept.TryGetValue((hash, size), out thumbnail) || kept.TryGetValue((hash, AnySize), out thumbnail);

    private async Task<byte[]?> MakeAsync(TrackFile file, int size)
    {
        var isNew = worker is null;
        worker ??= start();
        var thumbnail = await worker.SquareAsync(file.Path, file.Cover!, size, stopping.Token);
        if (!worker.HasEnded) return thumbnail;

        // What ends a new worker is the picture.
        End();
        return isNew ? null : await MakeAsync(file, size);
    }

    private void EndIdle()
    {
        if (!turn.Wait(0)) return;

        End();
        turn.Release();
    }

    private void End() => Interlocked.Exchange(ref worker, null)?.Dispose();
}
