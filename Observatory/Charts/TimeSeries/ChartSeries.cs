using Observatory.Charts.Formats;

namespace Observatory.Charts.TimeSeries;

/// <summary>How a series is drawn.</summary>
internal enum SeriesStyle
{
    /// <summary>From point to point.</summary>
    Line,

    /// <summary>A step at each point.</summary>
    Step,

    /// <summary>A bar for each point.</summary>
    Bars,

    /// <summary>Points only.</summary>
    Points,
}

/// <summary>A name and a value for each time of the chart; NaN is a gap.</summary>
internal sealed record ChartSeries(string Name, double[] Values)
{
    /// <summary>The colour; without it the next of the palette.</summary>
    public ChartColor? Color { get; init; }

    /// <summary>How it is drawn.</summary>
    public SeriesStyle Style { get; init; }

    /// <summary>How much of the colour lies below the line, from 0 to 1.</summary>
    public double FillOpacity { get; init; }

    /// <summary>The line's width in pixels.</summary>
    public double Width { get; init; } = 1.5;

    /// <summary>Lengths of dash and gap in pixels; empty is an unbroken line.</summary>
    public IReadOnlyList<double> Dashes { get; init; } = [];

    /// <summary>Series of one group stand on each other.</summary>
    public string? StackGroup { get; init; }

    /// <summary>Whether the group's series are shares of their sum.</summary>
    public bool StackPercent { get; init; }

    /// <summary>Whether it belongs to the right axis.</summary>
    public bool RightAxis { get; init; }

    /// <summary>Whether each value is marked.</summary>
    public bool ShowPoints { get; init; }

    /// <summary>Whether the line goes on over gaps.</summary>
    public bool ConnectGaps { get; init; }

    /// <summary>How its values are written; without it, as at its axis.</summary>
    public ValueFormat? Format { get; init; }

    /// <summary>Where it leads.</summary>
    public IReadOnlyList<ChartLink> Links { get; init; } = [];
}
