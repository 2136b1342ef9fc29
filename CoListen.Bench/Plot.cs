namespace CoListen.Bench;

/// <summary>The ratios of a run as bars, each with the mark of its gate, as SVG.</summary>
internal static class Plot
{
    private const int Left = 430;
    private const int Width = 260;
    private const int RowHeight = 24;
    private const int Top = 34;

    /// <summary>The longest bar. A longer one ends there, and its number says how long it is.</summary>
    private const double MaxRatio = 3.2;

    private const string Style = """
        text { font: 13px system-ui, sans-serif; fill: #24292f }
        .dim { fill: #57606a }
        .held { fill: #2f81f7 }
        .missed { fill: #d4581c }
        .gate { stroke: #24292f; stroke-width: 2 }
        .one { stroke: #8c959f; stroke-dasharray: 2 3 }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .dim { fill: #9198a1 }
          .gate { stroke: #e6edf3 }
        }
        """;

    public static string Of(Run run)
    {
        var rows = run.Rows.Where(row => row is { Ratio: not null, Gate.Unit: null }).ToList();
        var height = Top + (rows.Count * RowHeight) + 4;
        var svg = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 190} {height}" role="img">
            <title>CoListen against its baselines</title>
            <style>
            {Style}
            </style>
            <text class="dim" x="4" y="18">each number against its baseline in the same run{(run.IsQuiet ? "" : ", on a busy machine")}</text>
            <text class="dim" x="{Left + Width + 8}" y="18">ratio, and its gate ┃</text>
            <line class="one" x1="{X(1)}" x2="{X(1)}" y1="{Top - 6}" y2="{height - 4}"/>
            <text class="dim" x="{X(1)}" y="18" text-anchor="middle">1×</text>

            """));
        foreach (var (i, row) in rows.Index())
        {
            var (y, ratio, gate) = (Top + (i * RowHeight), row.Ratio!.Value, row.Gate!);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{Left - 10}" y="{y + 12}" text-anchor="end">{WebUtility.HtmlEncode(row.Name)}</text>
                <rect class="{(row.Held == true ? "held" : "missed")}" x="{Left}" y="{y + 1}" width="{X(ratio) - Left}" height="13" rx="2"/>
                <line class="gate" x1="{X(gate.Limit)}" x2="{X(gate.Limit)}" y1="{y - 2}" y2="{y + 17}"/>
                <text x="{Left + Width + 8}" y="{y + 12}">{Report.Number(ratio)}×
                <tspan class="dim">{gate} {(row.Held == true ? "held" : "missed")}</tspan></text>

                """);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double X(double ratio) => Math.Round(Left + (Math.Min(ratio, MaxRatio) / MaxRatio * Width), 1);
}
