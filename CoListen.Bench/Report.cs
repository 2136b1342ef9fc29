namespace CoListen.Bench;

/// <summary>Collects the numbers of a run and prints them, one a line.</summary>
internal static class Report
{
    public const int Rounds = 5;

    private static readonly List<Measurement> Done = [];
    private static readonly List<Row> Rows = [];
    private static readonly DateTimeOffset Began = DateTimeOffset.Now;

    public static Run Run => new(Began, Machine.Description, Done.TrueForAll(measurement => measurement.Load.IsQuiet), Done);

    public static void Head() => Line("what", "ours", "baseline", "ratio", "gate", "");

    /// <summary>Runs a measurement and notes how busy the machine is meanwhile.</summary>
    public static async Task MeasureAsync(string name, Func<Task> run)
    {
        var machine = new Machine();
        await run();
        Done.Add(new(name, machine.Since(), [.. Rows]));
        Rows.Clear();
        var (average, others) = Done[^1].Load;
        Note(string.Create(
            CultureInfo.InvariantCulture, $"{name}: others took {others:0 %} of the processors; load average {average:0.0}"));
    }

    public static void Add(string name, double ours, double? baseline, string unit, Gate? gate = null)
    {
        var row = new Row(name, ours, baseline, unit, gate);
        Rows.Add(row);
        Line(
            name, Number(ours) + " " + unit, baseline is { } value ? Number(value) + " " + unit : "",
            row.Ratio is { } ratio ? Number(ratio) + "×" : "", row.Limit, Verdict(row));
    }

    /// <summary>A line that belongs to the last number, or says why there is none.</summary>
    public static void Note(string text) => Console.WriteLine("    " + text);

    public static string Verdict(Row row) => row.Held switch { true => "held", false => "✗ MISSED", null => "" };

    /// <summary>Two digits that count, and the integer part whole.</summary>
    public static string Number(double value) =>
        value.ToString(
            Math.Abs(value) switch { >= 100 or 0 => "#,0", >= 10 => "0.0", >= 0.1 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Medians of rounds of both, one after the other, so that a busy minute hits both.</summary>
    /// <inheritdoc cref="RoundsAsync"/>
    public static async Task<(double Ours, double Baseline)> AlternateAsync(
        Func<Task<double>> ours, Func<Task<double>> baseline, int warmUps = 0, int rounds = Rounds) =>
        await RoundsAsync(warmUps, rounds, ours, baseline) is [var our, var their] ? (our, their) : default;

    /// <summary>The median of rounds of each, one after the other.</summary>
    /// <param name="warmUps">Rounds before, which count nothing: while a process is young, they measure its compiler.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="ways">One round of each.</param>
    public static async Task<double[]> RoundsAsync(int warmUps, int rounds, params Func<Task<double>>[] ways)
    {
        var values = ways.Select(_ => new List<double>()).ToArray();
        for (var round = -warmUps; round < rounds; round++)
        {
            for (var i = 0; i < ways.Length; i++)
            {
                var value = await ways[i]();
                if (round >= 0) values[i].Add(value);
            }
        }

        return [.. values.Select(Median)];
    }

    private static void Line(string name, string ours, string baseline, string ratio, string gate, string verdict) =>
        Console.WriteLine($"{name,-60} {ours,14} {baseline,14} {ratio,9}  {gate,-14} {verdict}");
}
