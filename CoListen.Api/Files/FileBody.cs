using CoListen.Api.Library;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Files;

/// <summary>Sends bytes of a file: read straight into the response's own buffers, one piece after the other.</summary>
internal static class FileBody
{
    /// <summary>Bytes read at once. Large enough to keep up with nginx, small enough that progress moves on a slow network.</summary>
    private const int PieceBytes = 256 * 1024;

    /// <summary>Sends one part of a file. If the file shrinks or changes meanwhile, the connection is cut, so that nobody keeps what came.</summary>
    /// <param name="context">The request; its response's headers are set.</param>
    /// <param name="file">Which file.</param>
    /// <param name="handle">The same file, open.</param>
    /// <param name="part">What of it to send.</param>
    /// <param name="served">Told after each piece how many bytes of the file, from its start, have been sent.</param>
    public static async Task SendAsync(HttpContext context, TrackFile file, SafeFileHandle handle, FileRange part, Action<long> served)
    {
        var body = context.Response.BodyWriter;
        var cancel = context.RequestAborted;
        var end = part.From + part.Length;
        for (var at = part.From; at < end;)
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
            if ((await body.FlushAsync(cancel)).IsCompleted)
            {
                return;
            }

            served(at);
        }
    }
}
