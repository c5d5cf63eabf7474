using Observatory.Charts.Formats;

namespace Observatory.Charts.Graphs;

/// <summary>A node of a <see cref="NodeGraph"/>.</summary>
internal sealed record GraphNode(string Id)
{
    /// <summary>Its name; without it, its id.</summary>
    public string? Title { get; init; }

    /// <summary>More about it.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The number inside it.</summary>
    public string Main { get; init; } = "";

    /// <summary>The number below that.</summary>
    public string Secondary { get; init; } = "";

    /// <summary>Its ring, in one colour; without it, a quiet one.</summary>
    public ChartColor? Color { get; init; }

    /// <summary>Its ring in parts: what share has which colour. Used before <see cref="Color"/>.</summary>
    public IReadOnlyList<(double Share, ChartColor Color)> Arc { get; init; } = [];

    /// <summary>Where it leads.</summary>
    public IReadOnlyList<ChartLink> Links { get; init; } = [];
}
