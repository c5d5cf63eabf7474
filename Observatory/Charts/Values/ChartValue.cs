using Observatory.Charts.Formats;

namespace Observatory.Charts.Values;

/// <summary>One number with its name, as a tile, a dial, a bar or a slice shows it.</summary>
internal sealed record ChartValue(string Name, double Value)
{
    /// <summary>Shown instead of the number.</summary>
    public string? Text { get; init; }

    /// <summary>How the number is written.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Plain;

    /// <summary>The colour; without it the format's mapping and then the thresholds decide.</summary>
    public ChartColor? Color { get; init; }

    /// <summary>The steps of colour.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Where a dial or bar begins; without it at zero, or at the lowest value where that is below.</summary>
    public double? Min { get; init; }

    /// <summary>Where a dial or bar ends; without it at the highest value.</summary>
    public double? Max { get; init; }

    /// <summary>The values before this one, for a small line behind it; NaN is a gap.</summary>
    public IReadOnlyList<double> Trend { get; init; } = [];

    /// <summary>Where the value leads.</summary>
    public IReadOnlyList<ChartLink> Links { get; init; } = [];

    /// <summary>What is shown.</summary>
    internal string Shown => Text is null ? Format.Format(Value) : Format.Format(Text);

    /// <summary>The colour that it has in the end, if any.</summary>
    internal ChartColor? Shade => Color ?? (Text is null ? Format.MappingOf(Value) : Format.MappingOf(Text))?.Color ?? Threshold.ColorOf(Thresholds, Value);

    /// <summary>The first link that may be written.</summary>
    internal ChartLink? Link => Links.FirstOrDefault(l => l.IsSafe);
}
