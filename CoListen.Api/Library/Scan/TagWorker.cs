using System.Runtime.InteropServices;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// The process that parses files: a parser that crashes, does not return or takes all memory ends this process, not the server. For each
/// line on standard input (a <see cref="WorkerRequest"/>, as JSON) it writes one on standard output, in their order and as soon as it has
/// it: <see cref="FileMetadata"/>, or a picture in base64. It ends with its input, even while it parses: then the server is gone.
/// </summary>
internal static class TagWorker
{
    /// <summary>The only argument of a server that is to be a worker.</summary>
    public const string Argument = "--tag-worker";

    /// <summary>Works until the input ends.</summary>
    public static void Run()
    {
        // A signal to the whole process group ends the server, which closes the input.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        // Phones go before it, and so does a server that starts.
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.BelowNormal;
        var output = Console.OpenStandardOutput();
        Console.SetOut(TextWriter.Null);
        using var asked = new BlockingCollection<string>();
        _ = Task.Run(() =>
        {
            foreach (var line in asked.GetConsumingEnumerable()) output.Write(AnswerTo(line));
        });
        while (Console.ReadLine() is { } line) asked.Add(line);
    }

    private static byte[] AnswerTo(string line)
    {
        var (path, cover, size) = JsonSerializer.Deserialize(line, ScanJson.Default.WorkerRequest)!;
        return
        [
            .. cover is null
                ? JsonSerializer.SerializeToUtf8Bytes(TagReader.Read(path), ScanJson.Default.FileMetadata)
                : JsonSerializer.SerializeToUtf8Bytes(SquareOf(path, cover, size)!, ScanJson.Default.ByteArray),
            (byte)'\n',
        ];
    }

    private static byte[]? SquareOf(string path, Cover cover, int size)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var picture = new byte[cover.Length];
            var isStill = RandomAccess.Read(file, picture, cover.Offset) == cover.Length && Cover.HashOf(picture) == cover.Hash;
            return isStill ? PictureReader.Square(picture, size) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OutOfMemoryException || PictureReader.IsMissing(e))
        {
            return null;
        }
    }
}

/// <summary>What a worker is to do with a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Cover">The picture in it to make a square of; null: its metadata are wanted.</param>
/// <param name="Size">Pixels of an edge of the square.</param>
internal sealed record WorkerRequest(string Path, Cover? Cover, int Size);
