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

    /// <summary>Replaces the plot and the table that the README shows.</summary>
    public static void Publish(Run run, string root)
    {
        File.WriteAllText(Path.Combine(root, "docs/bench.svg"), Plot.Of(run));
        var readme = Path.Combine(root, "README.md");
        var text = File.ReadAllText(readme);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new InvalidDataException("README.md lacks the marks around the table.");

        File.WriteAllText(readme, text[..(begin + Begin.Length)] + "\n\n" + Table(run) + "\n" + text[end..]);
    }

    private static string Table(Run run)
    {
        var table = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Began:yyyy-MM-dd}, {run.Machine}: the machine was {(run.IsQuiet ? "quiet" : "busy with other things")}.\n\n"));
        table.Append("| | CoListen | baseline | ratio | gate | |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var row in run.Rows.Where(row => row.Gate is not null))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {Value(row.Ours)} | {Value(row.Baseline)} | ")
                .Append(CultureInfo.InvariantCulture, $"{(row.Ratio is { } ratio ? Report.Number(ratio) + "×" : "")} | ")
                .Append(CultureInfo.InvariantCulture, $"{row.Limit} | {(row.Held == true ? "held" : "**missed**")} |\n");

            string Value(double? value) => value is { } number ? $"{Report.Number(number)} {row.Unit}" : "";
        }

        return table.ToString();
    }
}
