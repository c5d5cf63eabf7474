namespace Observatory.Charts.TimeSeries;

/// <summary>What a legend looks like.</summary>
internal enum LegendMode
{
    /// <summary>Names in a row.</summary>
    List,

    /// <summary>A table with a column for each calculation.</summary>
    Table,

    /// <summary>For screen readers only.</summary>
    Hidden,
}

/// <summary>The legend of a chart.</summary>
internal sealed record ChartLegend
{
    /// <summary>What it looks like.</summary>
    public LegendMode Mode { get; init; }

    /// <summary>Whether it stands at the right; on a narrow screen it is below in any case.</summary>
    public bool Right { get; init; }

    /// <summary>What it says of each series, by the names that <see cref="Formats.Reducer"/> knows.</summary>
    public IReadOnlyList<string> Calcs { get; init; } = [];
}
