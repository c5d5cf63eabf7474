using Observatory.Charts.Formats;

namespace Observatory.Charts.Graphs;

/// <summary>An edge of a <see cref="NodeGraph"/>, from one node to another or to itself.</summary>
internal sealed record GraphEdge(string Source, string Target)
{
    /// <summary>The number at it.</summary>
    public string Main { get; init; } = "";

    /// <summary>More about it, said when it is pointed at.</summary>
    public string Secondary { get; init; } = "";

    /// <summary>Its width in pixels.</summary>
    public double Thickness { get; init; } = 1.5;

    /// <summary>Its colour; without it, a quiet one.</summary>
    public ChartColor? Color { get; init; }

    /// <summary>Where its number leads.</summary>
    public IReadOnlyList<ChartLink> Links { get; init; } = [];
}
