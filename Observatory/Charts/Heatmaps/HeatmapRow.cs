using Observatory.Charts.Formats;

namespace Observatory.Charts.Heatmaps;

/// <summary>A row of a <see cref="Heatmap"/>: a name and a value for each time; NaN is a gap.</summary>
internal sealed record HeatmapRow(string Name, double[] Values)
{
    /// <summary>The upper bound of the bucket that it counts, if it is one.</summary>
    public double? UpperBound { get; init; }

    /// <summary>Where it leads.</summary>
    public IReadOnlyList<ChartLink> Links { get; init; } = [];
}
