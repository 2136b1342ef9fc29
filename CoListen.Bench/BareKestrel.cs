using System.Buffers;
using System.Threading.Channels;
using CoListen.Silo.Storage;

namespace CoListen.Bench;

/// <summary>The least that does the same: a durable write and a message to every stream; a file.</summary>
internal static class BareKestrel
{
    public static async Task RunAsync(int port, string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var streams = new ConcurrentDictionary<Channel<byte[]>, bool>();
        var file = new AtomicFile(Path.Combine(folder, "state.json"));
        var state = Encoding.ASCII.GetBytes(new string('x', 1024));
        var count = 0;
        app.MapGet("/health", () => "ok");
        app.MapGet("/events", async (HttpContext http) =>
        {
            var channel = Channel.CreateBounded<byte[]>(256);
            http.Response.ContentType = "text/event-stream";
            streams[channel] = true;
            try
            {
                http.Response.BodyWriter.Write("retry: 1000\n\n"u8);
                await http.Response.BodyWriter.FlushAsync();
                await foreach (var frame in channel.Reader.ReadAllAsync(http.RequestAborted))
                {
                    http.Response.BodyWriter.Write(frame);
                    await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // The phone is gone.
            }
            finally
            {
                streams.TryRemove(channel, out _);
            }
        });
        app.MapPost("/seek", () =>
        {
            lock (file)
            {
                file.Write(state);
                count++;
                var data = $"{{\"event\":\"seeked\",\"payload\":{{\"positionSec\":1}},\"eventCount\":{count}}}";
                var frame = Encoding.ASCII.GetBytes($"id: {count}\nevent: seeked\ndata: {data}\n\n");
                foreach (var (channel, _) in streams)
                {
                    channel.Writer.TryWrite(frame);
                }
            }

            return Results.Ok();
        });
        app.MapGet("/file/{name}", (string name) => Results.File(
            Path.Combine(folder, "music", Path.GetFileName(name)), "audio/mpeg", enableRangeProcessing: true));
        await app.RunAsync();
    }
}
