using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.TimeSeries;

/// <summary>How thresholds appear in a <see cref="TimeSeriesChart"/>.</summary>
internal enum ThresholdStyle
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A line where each begins.</summary>
    Line,

    /// <summary>A dashed line where each begins.</summary>
    Dashed,

    /// <summary>A tinted background from each to the next.</summary>
    Area,
}

/// <summary>Values over time: lines, areas, bars or points, alone or stacked, on one or two axes.</summary>
internal sealed record TimeSeriesChart : IChart
{
    /// <summary>The most series that are drawn.</summary>
    public const int MostSeries = 100;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The times of the values in Unix seconds, in ascending order.</summary>
    public double[] Times { get; init; } = [];

    /// <summary>What is drawn; those beyond <see cref="MostSeries"/> are left out, and that is said.</summary>
    public IReadOnlyList<ChartSeries> Series { get; init; } = [];

    /// <summary>Where it begins, in Unix seconds; without it, at the first time.</summary>
    public double? From { get; init; }

    /// <summary>Where it ends; without it, at the last time.</summary>
    public double? To { get; init; }

    /// <summary>The left axis.</summary>
    public ChartAxis Left { get; init; } = new();

    /// <summary>The right axis, drawn when a series belongs to it.</summary>
    public ChartAxis Right { get; init; } = new();

    /// <summary>The steps of colour, on the left axis.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>How they appear.</summary>
    public ThresholdStyle ThresholdStyle { get; init; }

    /// <summary>The legend.</summary>
    public ChartLegend Legend { get; init; } = new();

    /// <summary>Single measurements, each a link; of very many, the highest of each neighbourhood.</summary>
    public IReadOnlyList<ChartExemplar> Exemplars { get; init; } = [];

    /// <summary>What happened meanwhile.</summary>
    public IReadOnlyList<ChartAnnotation> Annotations { get; init; } = [];

    /// <summary>Said when there is nothing to draw.</summary>
    public string NoValue { get; init; } = "No data";

    /// <inheritdoc/>
    public void AddTo(HtmlWriter page)
    {
        var drawn = Series.Take(MostSeries).Select((s, i) => s with { Color = s.Color ?? ChartColor.Palette(i) }).ToList();
        page.Add($"<figure class=\"chart timeseries{(Legend.Right ? " legend-right" : "")}\">");
        if (drawn.Count == 0 || Times.Length == 0)
        {
            page.Add($"<p class=\"chart-empty\">{NoValue}</p></figure>");
            return;
        }

        page.Add($"<div class=\"chart-body\">");
        new TimeSeriesDrawing(this, drawn).AddTo(page);
        new SeriesLegend(Legend, drawn, s => s.Format ?? (s.RightAxis ? Right : Left).Format).AddTo(page);
        page.Add($"</div>");
        if (Series.Count > MostSeries)
        {
            page.Add($"<p class=\"chart-note\">{MostSeries} of {Series.Count} series are drawn.</p>");
        }

        page.Add($"</figure>");
    }
}

/// <summary>Something that happened at a time (Unix seconds), or until <see cref="End"/>.</summary>
internal sealed record ChartAnnotation(double Time, string Text)
{
    /// <summary>When it was over.</summary>
    public double? End { get; init; }

    /// <summary>Its colour.</summary>
    public ChartColor Color { get; init; } = ChartColor.Parse("blue");
}

/// <summary>One measurement of many that can be looked at: where it lies (Unix seconds, value), and where it leads.</summary>
internal sealed record ChartExemplar(double Time, double Value, string Href, string Label);
