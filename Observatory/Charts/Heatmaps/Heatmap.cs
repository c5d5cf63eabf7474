using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Heatmaps;

/// <summary>Rows over time, each cell in a shade for its value: buckets of a histogram with the highest on top, or a row for each series.</summary>
internal sealed record Heatmap : IChart
{
    /// <summary>The most rows that are drawn.</summary>
    public const int MostRows = 80;

    /// <summary>The most cells in a row.</summary>
    public const int MostCellsInRow = 150;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The times of the values in Unix seconds, in ascending order; a cell reaches from the time before to its own.</summary>
    public double[] Times { get; init; } = [];

    /// <summary>Where it begins, in Unix seconds; without it, at the first time.</summary>
    public double? From { get; init; }

    /// <summary>Where it ends; without it, at the last time.</summary>
    public double? To { get; init; }

    /// <summary>The rows. With upper bounds they are buckets, each with what is in it alone, and are put in order.</summary>
    public IReadOnlyList<HeatmapRow> Rows { get; init; } = [];

    /// <summary>How the bounds of buckets are written.</summary>
    public ValueFormat RowFormat { get; init; } = ValueFormat.Plain;

    /// <summary>How a cell's value is written.</summary>
    public ValueFormat CellFormat { get; init; } = ValueFormat.Of("short");

    /// <summary>The colours by the names that dashboards use: <c>Oranges</c>, <c>Blues</c>, <c>RdYlGn</c> …</summary>
    public string Scheme { get; init; } = "Oranges";

    /// <summary>Whether the colours run the other way.</summary>
    public bool Reverse { get; init; }

    /// <summary>Below one, small values are told apart better.</summary>
    public double Exponent { get; init; } = 0.5;

    /// <summary>Cells up to this value are left empty.</summary>
    public double? HideUpTo { get; init; }

    /// <summary>The value of the first shade; without it, the lowest.</summary>
    public double? Min { get; init; }

    /// <summary>The value of the last shade; without it, the highest.</summary>
    public double? Max { get; init; }

    /// <summary>Steps of colour, used instead of shades when there are any.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Said when there is nothing to draw.</summary>
    public string NoValue { get; init; } = "No data";

    /// <inheritdoc/>
    public void AddTo(HtmlWriter page)
    {
        page.Add($"<figure class=\"chart heatmap\">");
        if (Times.Length == 0 || !Rows.Any(r => r.Values.Take(Times.Length).Any(double.IsFinite)))
        {
            page.Add($"<p class=\"chart-empty\">{NoValue}</p></figure>");
            return;
        }

        new HeatmapDrawing(this).AddTo(page);
        if (Rows.Count > MostRows)
        {
            page.Add($"<p class=\"chart-note\">{MostRows} of {Rows.Count} rows are drawn.</p>");
        }

        page.Add($"</figure>");
    }
}

/// <summary>A row of a <see cref="Heatmap"/>: a name and a value for each time; NaN is a gap.</summary>
internal sealed record HeatmapRow(string Name, double[] Values)
{
    /// <summary>The upper bound of the bucket that it counts, if it is one.</summary>
    public double? UpperBound { get; init; }

    /// <summary>Where it leads.</summary>
    public IReadOnlyList<ChartLink> Links { get; init; } = [];
}
