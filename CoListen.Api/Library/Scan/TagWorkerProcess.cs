using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace CoListen.Api.Library.Scan;

/// <summary>The server's side of a <see cref="TagWorker"/>. It asks one thing at a time.</summary>
internal sealed class TagWorkerProcess : IDisposable
{
    private const string HeapBytes = "0xC800000";

    // Characters of an answer: a square of 512 pixels in base64 has a third of it.
    private const int MaxAnswer = 4 * 1024 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // For one file: processor time from the first look on, and time on a disk that does not answer.
    private static readonly TimeSpan MaxCpu = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private string? problem;

    /// <param name="command">Program and arguments; null: this server's.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public TagWorkerProcess(ProcessStartInfo? command = null)
    {
        command ??= Own(Environment.ProcessPath ?? "dotnet");
        command.UseShellExecute = false;
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        command.Environment["DOTNET_GCHeapHardLimit"] = HeapBytes;
        try
        {
            process = Process.Start(command)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException($"The process that reads tags cannot be started ({e.Message}).", e);
        }

        // A crash writes its stack there.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>Whether the last file ended the worker.</summary>
    public bool HasEnded => problem is not null;

    public int Id => process.Id;

    /// <summary>Reads a file. If the worker dies or takes too long, <see cref="FileMetadata.Problem"/> says so.</summary>
    /// <exception cref="OperationCanceledException">Dispose the worker.</exception>
    public async Task<FileMetadata> ReadAsync(string path, CancellationToken cancel) =>
        await AskAsync(new(path, Cover: null, Size: 0), ScanJson.Default.FileMetadata, cancel, IsSound)
            ?? FileMetadata.None with { Problem = problem };

    /// <summary>
    /// <see cref="PictureReader.Square"/> of a cover in a file. Null also if that is not there any more, or ends the worker.
    /// </summary>
    /// <exception cref="OperationCanceledException">Dispose the worker.</exception>
    public Task<byte[]?> SquareAsync(string path, Cover cover, int size, CancellationToken cancel) =>
        AskAsync(new(path, cover, size), ScanJson.Default.ByteArray, cancel);

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private async Task<T?> AskAsync<T>(
        WorkerRequest request, JsonTypeInfo<T> form, CancellationToken cancel, Func<T?, bool>? isSound = null)
        where T : class
    {
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, ScanJson.Default.WorkerRequest).AsMemory(), cancel);
            var answer = AnswerAsync(cancel);
            var began = Stopwatch.GetTimestamp();

            // Processor time, so that a busy machine fails no file.
            for (TimeSpan? before = null; await Task.WhenAny(answer, Task.Delay(Look, cancel)) != answer; before ??= Used())
            {
                cancel.ThrowIfCancellationRequested();
                var isLate = Used() - before > MaxCpu || Stopwatch.GetElapsedTime(began) > MaxWait;
                if (isLate)
                {
                    problem = "Reading its tags takes too long.";
                    return null;
                }
            }

            var said = JsonSerializer.Deserialize(await answer, form);
            return isSound?.Invoke(said) != false ? said : throw new JsonException();
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            problem = "Reading its tags ends the reader.";
            return null;
        }
    }

    /// <summary>Whether a worker may say this. JSON has no infinity, but its reader takes 1e400 for that.</summary>
    internal static bool IsSound(FileMetadata? said) => said is { Cover: null or { IsOne: true } }
        && double.IsFinite(said.Duration ?? 0) && double.IsFinite(said.GainDb ?? 0);

    // Whatever runs in the worker in the end: it says no more than an answer, and nothing after it.
    private async Task<string> AnswerAsync(CancellationToken cancel)
    {
        var (answer, block) = (new StringBuilder(), new char[16 * 1024]);
        while (answer.Length <= MaxAnswer && await process.StandardOutput.ReadAsync(block, cancel) is > 0 and var count)
        {
            answer.Append(block, 0, count);
            if (block[count - 1] == '\n') return answer.ToString();
        }

        throw new IOException("It says too much, or ends.");
    }

    private TimeSpan Used()
    {
        process.Refresh();
        return process.HasExited ? TimeSpan.Zero : process.TotalProcessorTime;
    }

    /// <summary>The worker of a server that runs as <paramref name="program"/>: its own executable, or <c>dotnet</c>.</summary>
    internal static ProcessStartInfo Own(string program)
    {
        var server = typeof(TagWorker).Assembly;
        // Without ".exe", which Windows adds. On other systems the name has a dot, and no extension.
        var file = Path.GetFileName(program);
        var name = file.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? file[..^4] : file;
        return name == server.GetName().Name
            ? new(program, [TagWorker.Argument])
            : new(name == "dotnet" ? program : "dotnet", [server.Location, TagWorker.Argument]);
    }
}
