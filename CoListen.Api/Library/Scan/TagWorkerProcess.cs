using System.Buffers;
using System.ComponentModel;
using System.IO.Pipelines;
using System.Text.Json.Serialization.Metadata;

namespace CoListen.Api.Library.Scan;

/// <summary>The server's side of a <see cref="TagWorker"/>. It may ask a few things ahead; the answers come in their order.</summary>
internal sealed class TagWorkerProcess : IDisposable
{
    private const string HeapBytes = "0xC800000";

    // Characters of an answer: a square of 512 pixels in base64 has a third of it.
    private const int MaxAnswer = 4 * 1024 * 1024;

    // Ahead, in bytes: a pipe takes twice as much at once, so that asking never waits.
    private const int MaxUnanswered = 32 * 1024;
    private const int MaxAhead = 32;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    // For one file, on a disk that does not answer.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly PipeReader answers;
    private readonly Queue<int> unanswered = new();
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

        answers = PipeReader.Create(process.StandardOutput.BaseStream);
        // A crash writes its stack there.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>What is said of a file that takes too long.</summary>
    public const string TooSlow = "Reading its tags takes too long.";

    /// <summary>Processor time that one file may take, from the first look after 250 ms on.</summary>
    public TimeSpan MaxCpu { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Whether the last file ended the worker.</summary>
    public bool HasEnded => problem is not null;

    /// <summary>Whether it did so because it took more than <see cref="MaxCpu"/>.</summary>
    public bool IsSlow { get; private set; }

    public int Id => process.Id;

    /// <summary>Whether another file may be asked for before the last one is answered.</summary>
    public bool HasRoom => unanswered.Count < MaxAhead && unanswered.Sum() < MaxUnanswered;

    /// <summary>Asks for the metadata of a file.</summary>
    public void Ask(string path) => Ask(new WorkerRequest(path, Cover: null, Size: 0));

    /// <summary>
    /// The answer for the first file that has none. If the worker dies or takes too long, it has a problem, and the others none.
    /// </summary>
    /// <exception cref="OperationCanceledException">Dispose the worker.</exception>
    public async Task<FileMetadata> AnswerAsync(CancellationToken cancel) =>
        await AnswerAsync(ScanJson.Default.FileMetadata, IsSound, cancel) ?? FileMetadata.None with { Problem = problem };

    /// <summary>Asks for a file, and waits for its answer.</summary>
    /// <inheritdoc cref="AnswerAsync(CancellationToken)"/>
    public Task<FileMetadata> ReadAsync(string path, CancellationToken cancel)
    {
        Ask(path);
        return AnswerAsync(cancel);
    }

    /// <summary>
    /// <see cref="PictureReader.Square"/> of a cover in a file. Null also if that is not there any more, or ends the worker.
    /// </summary>
    /// <exception cref="OperationCanceledException">Dispose the worker.</exception>
    public Task<byte[]?> SquareAsync(string path, Cover cover, int size, CancellationToken cancel)
    {
        Ask(new WorkerRequest(path, cover, size));
        return AnswerAsync(ScanJson.Default.ByteArray, isSound: null, cancel);
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private void Ask(WorkerRequest request)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(request, ScanJson.Default.WorkerRequest), (byte)'\n'];
        unanswered.Enqueue(line.Length);
        try
        {
            process.StandardInput.BaseStream.Write(line);
        }
        catch (IOException)
        {
            // It is dead: the answer says so.
        }
    }

    private async Task<T?> AnswerAsync<T>(JsonTypeInfo<T> form, Func<T?, bool>? isSound, CancellationToken cancel)
        where T : class
    {
        try
        {
            var answer = NextAsync(form, cancel);
            var began = Stopwatch.GetTimestamp();

            // Processor time, so that a busy machine fails no file.
            for (TimeSpan? before = null; !await IsDoneAsync(answer, cancel); before ??= Used())
            {
                cancel.ThrowIfCancellationRequested();
                IsSlow = Used() - before > MaxCpu;
                if (IsSlow || Stopwatch.GetElapsedTime(began) > MaxWait)
                {
                    problem = TooSlow;
                    return null;
                }
            }

            return await answer is var said && isSound?.Invoke(said) != false ? said : throw new JsonException();
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            problem = "Reading its tags ends the reader.";
            return null;
        }
    }

    private static async ValueTask<bool> IsDoneAsync(Task answer, CancellationToken cancel) =>
        answer.IsCompleted || await Task.WhenAny(answer, Task.Delay(Look, cancel)) == answer;

    /// <summary>Whether a worker may say this. JSON has no infinity, but its reader takes 1e400 for that.</summary>
    internal static bool IsSound(FileMetadata? said) => said is { Cover: null or { IsOne: true } }
        && double.IsFinite(said.Duration ?? 0) && double.IsFinite(said.GainDb ?? 0);

    // Whatever runs in the worker in the end: it says no more than an answer, and nothing that it was not asked.
    private async Task<T?> NextAsync<T>(JsonTypeInfo<T> form, CancellationToken cancel)
    {
        while (true)
        {
            var read = await answers.ReadAsync(cancel);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                unanswered.Dequeue();
                var said = Parse(read.Buffer.Slice(0, end), form);
                var rest = read.Buffer.Slice(read.Buffer.GetPosition(1, end));
                answers.AdvanceTo(rest.Start);
                return rest.IsEmpty || unanswered.Count > 0 ? said : throw new IOException("It says what it was not asked.");
            }

            if (read.IsCompleted || read.Buffer.Length > MaxAnswer) throw new IOException("It says too much, or ends.");

            answers.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static T? Parse<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> form)
    {
        var json = new Utf8JsonReader(line);
        var said = JsonSerializer.Deserialize(ref json, form);
        return json.Read() ? throw new JsonException() : said;
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
