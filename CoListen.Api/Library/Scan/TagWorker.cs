using System.Runtime.InteropServices;
using System.Text.Json;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// The process that parses files: a parser that does not return or takes all memory ends this process, not the server. For each line on
/// standard input (a path, as a JSON string) it writes one on standard output (<see cref="FileMetadata"/>, as JSON). It ends with its
/// input.
/// </summary>
internal static class TagWorker
{
    /// <summary>The only argument of a server that is to be a worker.</summary>
    public const string Argument = "--tag-worker";

    // For a parser that does not return after the server is gone; a running server ends it sooner.
    private static readonly TimeSpan MaxPerFile = TagScanner.MaxWait * 2;

    /// <summary>Works until the input ends.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        // A signal to the whole process group ends the server, which closes the input.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetOut(TextWriter.Null);
        while (input.ReadLine() is { } line)
        {
            using var limit = new Timer(_ => Environment.Exit(1), null, MaxPerFile, Timeout.InfiniteTimeSpan);
            var metadata = TagReader.Read(JsonSerializer.Deserialize(line, ScanJson.Default.String)!);
            output.WriteLine(JsonSerializer.Serialize(metadata, ScanJson.Default.FileMetadata));
        }

        return 0;
    }
}
