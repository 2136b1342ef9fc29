namespace CoListen.Bench;

/// <summary>What a number has to be: a limit of its ratio to the baseline, or of the number itself.</summary>
/// <param name="Limit">The last number that holds.</param>
/// <param name="IsFloor">Whether the limit is the least; else it is the most.</param>
/// <param name="Unit">The unit of a limit of the number itself; null: the limit is of the ratio.</param>
internal sealed record Gate(double Limit, bool IsFloor = false, string? Unit = null)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsFloor ? '≥' : '≤')} {Limit:0.##}{(Unit is null ? "×" : " " + Unit)}");

    public static Gate AtMost(double ratio) => new(ratio);

    public static Gate AtLeast(double ratio) => new(ratio, IsFloor: true);

    public static Gate UpTo(double value, string unit) => new(value, Unit: unit);

    public bool Holds(double value) => IsFloor ? value >= Limit : value <= Limit;
}

/// <summary>One number.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">CoListen's.</param>
/// <param name="Baseline">The other's, from the same run; null: there is none.</param>
/// <param name="Unit">The unit of both.</param>
/// <param name="Gate">What has to hold; null: nothing has to.</param>
internal sealed record Row(string Name, double Ours, double? Baseline, string Unit, Gate? Gate)
{
    public double? Ratio => Baseline is > 0 ? Ours / Baseline : null;

    public string Limit => Gate?.ToString() ?? "";

    public bool? Held => Gate?.Holds(Gate.Unit is null ? Ratio ?? double.NaN : Ours);
}

/// <summary>A measurement, its numbers, and how busy the machine was meanwhile.</summary>
internal sealed record Measurement(string Name, Load Load, IReadOnlyList<Row> Rows);

/// <summary>All measurements of a run, as they are stored.</summary>
internal sealed record Run(DateTimeOffset Began, string Machine, bool IsQuiet, IReadOnlyList<Measurement> Measurements)
{
    public IEnumerable<Row> Rows => Measurements.SelectMany(measurement => measurement.Rows);
}
