using Observatory.Charts.Formats;

namespace Observatory.Charts.Tables;

/// <summary>How a <see cref="TableColumn"/> shows its colours.</summary>
internal enum CellStyle
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>In the text.</summary>
    ColorText,

    /// <summary>Behind the text.</summary>
    ColorBackground,

    /// <summary>As a bar before the number.</summary>
    Gauge,
}

/// <summary>A column of a <see cref="DataTable"/>.</summary>
internal sealed record TableColumn(string Name)
{
    /// <summary>How its numbers are written.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Plain;

    /// <summary>Whether it stands at the right; without it, when it holds numbers.</summary>
    public bool? AlignRight { get; init; }

    /// <summary>How colours are shown.</summary>
    public CellStyle Style { get; init; }

    /// <summary>The steps of colour.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Where a bar begins.</summary>
    public double? Min { get; init; }

    /// <summary>Where a bar ends.</summary>
    public double? Max { get; init; }
}
