namespace CoListen.Bench;

/// <summary>One line a number: ours, the baseline, the ratio, the goal.</summary>
internal static class Report
{
    public const int Rounds = 5;

    /// <summary>A gate was missed.</summary>
    public static bool IsMissed { get; private set; }

    public static void Head() => Line("what", "ours", "baseline", "ratio", "goal");

    public static void Row(string what, double ours, double baseline, string unit, string goal)
    {
        var ratio = ours == baseline ? 1 : ours / baseline;
        Line(what, Number(ours, unit), Number(baseline, unit), ratio.ToString("0.00", CultureInfo.InvariantCulture) + "×", goal);
    }

    /// <summary>A number that has to hold: where it does not, the program ends with 1.</summary>
    public static void Gate(string what, double ours, double baseline, string unit, string goal, bool isMet)
    {
        Row(what, ours, baseline, unit, isMet ? goal : goal + "  ✗ MISSED");
        IsMissed |= !isMet;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Medians of rounds of both, one after the other, so that a busy minute hits both.</summary>
    /// <param name="ours">One round.</param>
    /// <param name="baseline">One round of the baseline.</param>
    /// <param name="warmUps">Rounds before, which count nothing: while a process is young, they measure its compiler.</param>
    /// <param name="rounds">Rounds that count.</param>
    public static async Task<(double Ours, double Baseline)> AlternateAsync(
        Func<Task<double>> ours, Func<Task<double>> baseline, int warmUps = 0, int rounds = Rounds)
    {
        var (our, their) = (new List<double>(), new List<double>());
        for (var round = -warmUps; round < rounds; round++)
        {
            our.Add(await ours());
            their.Add(await baseline());
        }

        our.RemoveRange(0, warmUps);
        their.RemoveRange(0, warmUps);
        return (Median(our), Median(their));
    }

    private static string Number(double value, string unit) => value.ToString("0.00", CultureInfo.InvariantCulture) + " " + unit;

    private static void Line(string what, string ours, string baseline, string ratio, string goal) =>
        Console.WriteLine($"{what,-46} {ours,14} {baseline,14} {ratio,8}  {goal}");
}
