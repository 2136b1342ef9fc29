namespace CoListen.Bench;

/// <summary>A run as files: JSON, the plot, and the table in the README between two marks.</summary>
internal static class Published
{
    private const string Begin = "<!-- ./bench --publish writes what follows -->";
    private const string End = "<!-- up to here -->";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Run run, string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(json))!);
        File.WriteAllText(json, JsonSerializer.Serialize(run, Json) + "\n");
        File.WriteAllText(Path.ChangeExtension(json, "svg"), Plot.Of(run));
    }

    /// <summary>Replaces the plot, the table that the README shows, and the one of <c>docs/scale.md</c>.</summary>
    public static void Publish(Run run, string root)
    {
        File.WriteAllText(Path.Combine(root, "docs/bench.svg"), Plot.Of(run));
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Began:yyyy-MM-dd}, {run.Machine}: the machine was {(run.IsQuiet ? "quiet" : "busy with other things")}.\n\n");
        Replace(Path.Combine(root, "README.md"), head + Table(run));
        if (run.Measurements.FirstOrDefault(measurement => measurement.Name == "scale") is { } scale)
        {
            Replace(Path.Combine(root, "docs/scale.md"), head + Pivot(scale.Rows));
        }
    }

    private static void Replace(string path, string table)
    {
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new InvalidDataException($"{path} lacks the marks around the table.");

        File.WriteAllText(path, text[..(begin + Begin.Length)] + "\n\n" + table + "\n" + text[end..]);
    }

    /// <summary>Rows are named "who: what": a line for each who, a column for each what.</summary>
    private static string Pivot(IReadOnlyList<Row> rows)
    {
        var lines = rows.GroupBy(row => row.Name.Split(": ")[0], StringComparer.Ordinal).ToList();
        var columns = lines[0].Select(row => row.Name.Split(": ")[1]).ToList();
        var table = new StringBuilder($"| | {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => " --- |"))} --- |\n");
        foreach (var line in lines)
        {
            table.Append($"| {line.Key} | {string.Join(" | ", line.Select(row => Value(row.Ours, row)))} |\n");
        }

        return table.ToString();
    }

    private static string Table(Run run)
    {
        var table = new StringBuilder("| | CoListen | baseline | ratio | gate | |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var row in run.Rows.Where(row => row.Gate is not null))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {Value(row.Ours, row)} | {Value(row.Baseline, row)} | ")
                .Append(CultureInfo.InvariantCulture, $"{(row.Ratio is { } ratio ? Report.Number(ratio) + "×" : "")} | ")
                .Append(CultureInfo.InvariantCulture, $"{row.Limit} | {(row.Held == true ? "held" : "**missed**")} |\n");
        }

        return table.ToString();
    }

    private static string Value(double? value, Row row) => value is { } number ? $"{Report.Number(number)} {row.Unit}" : "";
}
