using System.Runtime.InteropServices;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// The process that parses files: a parser that does not return or takes all memory ends this process, not the server. For each line on
/// standard input (a path, as a JSON string) it writes one on standard output (<see cref="FileMetadata"/>, as JSON). It ends with its
/// input, even while it parses: then the server is gone.
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
        var output = Console.Out;
        Console.SetOut(TextWriter.Null);
        while (Console.ReadLine() is { } line)
        {
            // The server writes the next line after the answer to this one.
            _ = Task.Run(() =>
            {
                var metadata = TagReader.Read(JsonSerializer.Deserialize(line, ScanJson.Default.String)!);
                output.WriteLine(JsonSerializer.Serialize(metadata, ScanJson.Default.FileMetadata));
            });
        }
    }
}
