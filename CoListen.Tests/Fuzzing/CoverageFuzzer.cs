using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CoListen.Tests.Fuzzing;

/// <summary>
/// Feeds a function mutants of a corpus, and takes those into the corpus that reach a branch, or a power of two of passes through one, that
/// no earlier one did (as AFL does). Random numbers come from the seed, so that a run can be repeated.
/// </summary>
internal sealed class CoverageFuzzer
{
    // The size that SharpFuzz makes its ids for.
    private const int MapBytes = 64 * 1024;
    private const int MaxInput = 64 * 1024;

    private static readonly IntPtr Map = Marshal.AllocHGlobal(MapBytes);

    private readonly byte[] reached = new byte[MapBytes];
    private readonly List<byte[]> corpus = [];
    private readonly Action<byte[]> function;
    private readonly Mutator mutator;

    public CoverageFuzzer(Action<byte[]> function, IReadOnlyList<byte[]> seeds, int seed)
    {
        (this.function, mutator) = (function, new(seed));
        // What happens once only, such as a type's initialisation, is no path of an input.
        foreach (var input in seeds.Concat(seeds)) Run(input, isCounted: false);

        foreach (var input in seeds) Run(input, isCounted: true);
    }

    public long Executions { get; private set; }

    public int Edges => reached.Count(count => count != 0);

    public int Corpus => corpus.Count;

    /// <summary>The inputs that the function threw on, one of each kind of exception and place, with the exception.</summary>
    public Dictionary<string, string> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs one mutant.</summary>
    public void Step() => Run(mutator.Mutate(corpus), isCounted: true);

    /// <summary>
    /// Gives instrumented code its place to count. Before, any of it ends the process, and the search for tests runs some.
    /// </summary>
    [ModuleInitializer]
    internal static unsafe void Listen() => SharpFuzz.Common.Trace.SharedMem = (byte*)Map;

    private unsafe void Run(byte[] input, bool isCounted)
    {
        var counts = new Span<byte>((void*)Map, MapBytes);
        counts.Clear();
        SharpFuzz.Common.Trace.PrevLocation = 0;
        try
        {
            function(input);
        }
        catch (Exception e)
        {
            // Where it was thrown, and how the program came there.
            var frames = (e.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries);
            var place = string.Join(
                " ", frames.Where(frame => frame.Contains("CoListen", StringComparison.Ordinal)).Take(2).Prepend(frames[0]));
            Faults.TryAdd($"{e.GetType().Name} {place}", $"{e.Message} of {Convert.ToBase64String(input)}");
        }

        if (!isCounted) return;

        Executions++;
        if (IsNew(counts) && input.Length <= MaxInput) corpus.Add(input);
    }

    private bool IsNew(ReadOnlySpan<byte> counts)
    {
        var isNew = corpus.Count == 0;
        for (var at = counts.IndexOfAnyExcept((byte)0); at >= 0;)
        {
            var bit = (byte)(1 << System.Numerics.BitOperations.Log2(counts[at]));
            isNew |= (reached[at] & bit) == 0;
            reached[at] |= bit;
            var next = counts[(at + 1)..].IndexOfAnyExcept((byte)0);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return isNew;
    }
}
