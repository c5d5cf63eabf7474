using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Graphs;

/// <summary>Nodes and the edges between them, in layers from left to right.</summary>
internal sealed record NodeGraph : IChart
{
    /// <summary>The most nodes that are drawn.</summary>
    public const int MostNodes = 300;

    /// <summary>The most edges that are drawn.</summary>
    public const int MostEdges = 1000;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The nodes; of several with one id the first counts.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; init; } = [];

    /// <summary>The edges; one whose end is no node is left out.</summary>
    public IReadOnlyList<GraphEdge> Edges { get; init; } = [];

    /// <summary>Said when there is no node.</summary>
    public string NoValue { get; init; } = "No data";

    /// <inheritdoc/>
    public void AddTo(HtmlWriter page)
    {
        page.Add($"<figure class=\"chart nodegraph\">");
        if (Nodes.Count == 0)
        {
            page.Add($"<p class=\"chart-empty\">{NoValue}</p></figure>");
            return;
        }

        var all = Nodes.DistinctBy(n => n.Id).ToList();
        var nodes = all.Take(MostNodes).ToList();
        var known = nodes.Select(n => n.Id).ToHashSet();
        var linked = Edges.Where(e => known.Contains(e.Source) && known.Contains(e.Target)).ToList();
        var edges = linked.Take(MostEdges).ToList();
        // Shown where there is a script to do it.
        page.Add($"<div class=\"graph-tools\" role=\"group\" aria-label=\"Size of {Title}\"><button type=\"button\" data-zoom=\"out\" aria-label=\"Zoom out\" title=\"Zoom out (−, or Ctrl and the wheel)\">−</button><span class=\"graph-scale\"></span>");
        page.Add($"<button type=\"button\" data-zoom=\"in\" aria-label=\"Zoom in\" title=\"Zoom in (+, or Ctrl and the wheel)\">+</button><button type=\"button\" data-zoom=\"fit\" title=\"As much of it as can be read (0)\">Fit</button></div>");
        new GraphDrawing(Title, nodes, edges).AddTo(page);
        if (all.Count > nodes.Count || linked.Count > edges.Count)
        {
            page.Add($"<p class=\"chart-note\">{nodes.Count} of {all.Count} nodes and {edges.Count} of {Edges.Count} edges are drawn.</p>");
        }

        page.Add($"</figure>");
    }
}

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
