using Observatory.Charts.Formats;

namespace Observatory.Charts.Drawing;

/// <summary>One of the value axes of a chart over time.</summary>
internal sealed record ChartAxis
{
    /// <summary>How its numbers are written.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Plain;

    /// <summary>Where it begins; without it, at a round number below the lowest value.</summary>
    public double? Min { get; init; }

    /// <summary>Where it ends; without it, at a round number above the highest value.</summary>
    public double? Max { get; init; }

    /// <summary>It begins here or lower.</summary>
    public double? SoftMin { get; init; }

    /// <summary>It ends here or higher.</summary>
    public double? SoftMax { get; init; }

    /// <summary>The base of a logarithmic axis; what is not above zero has no place on one.</summary>
    public double? LogBase { get; init; }

    /// <summary>What it measures, in words.</summary>
    public string? Label { get; init; }
}
