using CoListen.Api.Library;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Files;

/// <summary>Sends bytes of a file, read piece by piece into the buffers of the response.</summary>
internal static class FileBody
{
    /// <summary>Bytes read at once: large enough for the throughput of nginx, small enough for progress on a slow network.</summary>
    private const int PieceBytes = 256 * 1024;

    /// <summary>Sends a range of a file. Aborts the connection if the file changes meanwhile, so that no client keeps the bytes.</summary>
    /// <param name="context">The request; the headers of its response are set.</param>
    /// <param name="file">The file.</param>
    /// <param name="handle">The open file.</param>
    /// <param name="range">The bytes to send.</param>
    /// <param name="served">Called after each piece with the position in the file after it.</param>
    public static async Task SendAsync(HttpContext context, TrackFile file, SafeFileHandle handle, FileRange range, Action<long> served)
    {
        var body = context.Response.BodyWriter;
        var cancel = context.RequestAborted;
        var end = range.From + range.Length;
        for (var at = range.From; at < end;)
        {
            var memory = body.GetMemory((int)Math.Min(PieceBytes, end - at));
            var read = await RandomAccess.ReadAsync(handle, memory[..(int)Math.Min(memory.Length, end - at)], at, cancel);
            at += read;
            if (read == 0 || (at == end && !file.IsStill(handle)))
            {
                context.Abort();
                return;
            }

            body.Advance(read);
            if ((await body.FlushAsync(cancel)).IsCompleted) return;

            served(at);
        }
    }
}
