using System.IO.Pipelines;
using CoListen.Api.Library;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Files;

/// <summary>The body of a response that sends bytes of one open file, read piece by piece into the buffers of the response.</summary>
/// <param name="context">The request; the headers of its response are set.</param>
/// <param name="file">The file.</param>
/// <param name="handle">The open file; the caller closes it.</param>
/// <param name="served">
/// Called after each piece that was taken: the response's first position in the file, the one after the piece, its bytes.
/// </param>
/// <param name="nextPiece">Waits until the next piece may be sent, and tells how many bytes it may have.</param>
internal sealed class FileBody(
    HttpContext context,
    TrackFile file,
    SafeFileHandle handle,
    Action<long, long, long>? served = null,
    Func<CancellationToken, ValueTask<int>>? nextPiece = null) : IHttpResponseBodyFeature
{
    /// <summary>Bytes read at once: large enough for the throughput of nginx, small enough for progress on a slow network.</summary>
    public const int PieceBytes = 256 * 1024;

    private readonly IHttpResponseBodyFeature body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();

    public Stream Stream => body.Stream;

    public PipeWriter Writer => body.Writer;

    public void DisableBuffering() => body.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => body.StartAsync(cancellationToken);

    public Task CompleteAsync() => body.CompleteAsync();

    /// <summary>Sends a range of the file. If the file changes meanwhile, the connection is cut: no client keeps the bytes.</summary>
    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        if (!file.IsInPlace)
        {
            // The headers were made of another file, which took its place since it was opened.
            context.Abort();
            return;
        }

        var end = offset + (count ?? file.Track.Size);
        for (var at = offset; at < end;)
        {
            var pieceBytes = nextPiece is null ? PieceBytes : await nextPiece(cancellationToken);
            var memory = Writer.GetMemory((int)Math.Min(pieceBytes, end - at));
            var read = await RandomAccess.ReadAsync(handle, memory[..(int)Math.Min(memory.Length, end - at)], at, cancellationToken);
            at += read;
            if (read == 0 || (at == end && !file.IsStill(handle)))
            {
                context.Abort();
                return;
            }

            Writer.Advance(read);

            // A flush that had to wait does not tell that the phone has gone; the next one does.
            await Writer.FlushAsync(cancellationToken);
            if ((await Writer.FlushAsync(cancellationToken)).IsCompleted) return;

            served?.Invoke(offset, at, read);
        }
    }
}
