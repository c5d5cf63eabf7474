using Observatory.Charts.Formats;

namespace Observatory.Charts.TimeSeries;

/// <summary>Something that happened at a time (Unix seconds), or until <see cref="End"/>.</summary>
internal sealed record ChartAnnotation(double Time, string Text)
{
    /// <summary>When it was over.</summary>
    public double? End { get; init; }

    /// <summary>Its colour.</summary>
    public ChartColor Color { get; init; } = ChartColor.Parse("blue");
}
