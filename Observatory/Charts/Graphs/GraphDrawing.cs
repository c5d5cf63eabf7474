using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Graphs;

/// <summary>The drawing of a <see cref="NodeGraph"/>.</summary>
internal sealed class GraphDrawing
{
    private const double Radius = 30;
    private const double ColumnWidth = 168;
    private const double TitledRow = 88;
    private const double SubtitledRow = 104;
    private const double Margin = 70;

    /// <summary>How long an arrow is, and how high. Its line ends where it begins, so that a thick one does not cover it.</summary>
    private const double Arrow = 9;

    /// <summary>Between a rim and what begins or ends there.</summary>
    private const double Gap = 3;

    /// <summary>How far right of a node's middle its call of itself arrives.</summary>
    private const double LoopEnd = 12;

    /// <summary>A number of more characters is written smaller, so that it stays inside its circle.</summary>
    private const int WideText = 6;

    private readonly string _title;
    private readonly IReadOnlyList<GraphNode> _nodes;
    private readonly IReadOnlyList<GraphEdge> _edges;
    private readonly Dictionary<string, int> _index;
    private readonly GraphLayout _layout;
    private readonly double _rowHeight;

    public GraphDrawing(string title, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        (_title, _nodes, _edges) = (title, nodes, edges);
        _rowHeight = nodes.Any(n => n.Subtitle.Length > 0) ? SubtitledRow : TitledRow;
        _index = nodes.Select((n, i) => (n.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
        _layout = GraphLayout.Of(nodes.Count, edges.Select(e => (_index[e.Source], _index[e.Target])));
    }

    /// <summary>Adds the drawing.</summary>
    public void AddTo(HtmlWriter page)
    {
        var width = (_layout.Layers.Count - 1) * ColumnWidth + (2 * Margin);
        var height = (_layout.Height.Max() * _rowHeight) + (2 * Margin);
        page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{_title}. {_nodes.Count} nodes, {_edges.Count} edges\">");
        page.Add($"<svg class=\"{width switch { > 1400 => "full", > 700 => "wide", _ => "" }}\" viewBox=\"0 0 {Svg.Number(width)} {Svg.Number(height)}\" width=\"{Svg.Number(width)}\" height=\"{Svg.Number(height)}\">");
        var labels = new List<(GraphEdge Edge, double X, double Y)>();
        for (var i = 0; i < _edges.Count; i++)
        {
            var (x, y) = AddEdge(page, i);
            labels.Add((_edges[i], x, y));
        }

        // After all lines, so that none runs through a number.
        foreach (var (edge, x, y) in labels.Where(l => l.Edge.Main.Length > 0))
        {
            AddLabel(page, edge, x, y);
        }

        for (var i = 0; i < _nodes.Count; i++)
        {
            AddNode(page, i);
        }

        page.Add($"</svg></div>");
    }

    private (double X, double Y) At(int place) => (Margin + (_layout.Layer[place] * ColumnWidth), Margin + (_layout.Height[place] * _rowHeight));

    /// <summary>Adds an edge's line, and says where its number belongs.</summary>
    private (double X, double Y) AddEdge(HtmlWriter page, int number)
    {
        var edge = _edges[number];
        var (source, target) = (_index[edge.Source], _index[edge.Target]);
        var (path, x, y) = source == target ? Loop(At(source)) : Curve([At(source), .. _layout.Bends(number).Select(At), At(target)]);
        var color = edge.Color ?? ChartColor.Gray;
        var thickness = double.IsFinite(edge.Thickness) ? Math.Clamp(edge.Thickness, 0.5, 12) : 1.5;
        page.Add($"<g class=\"edge {color.CssClass}\" color=\"{color.Attribute}\"><title>{Says(edge)}</title>");
        page.Add($"<path class=\"line\" d=\"{path}\" stroke-width=\"{Svg.Number(thickness)}\"/><path class=\"arrow\" d=\"{ArrowOf(source, target)}\"/></g>");
        return (x, y - (thickness / 2));
    }

    /// <summary>The arrow where an edge arrives: at its target's side, or from above where a node calls itself.</summary>
    private string ArrowOf(int source, int target)
    {
        var (x, y) = At(target);
        if (source == target)
        {
            (x, y) = (x + LoopEnd, y - Radius - Gap);
            return $"M{Svg.Number(x)} {Svg.Number(y)}L{Svg.Number(x - (Arrow / 2))} {Svg.Number(y - Arrow)}H{Svg.Number(x + (Arrow / 2))}Z";
        }

        var side = IsBack(At(source), (x, y)) ? -1 : 1;
        x -= side * (Radius + Gap);
        return $"M{Svg.Number(x)} {Svg.Number(y)}L{Svg.Number(x - (side * Arrow))} {Svg.Number(y - (Arrow / 2))}V{Svg.Number(y + (Arrow / 2))}Z";
    }

    private void AddLabel(HtmlWriter page, GraphEdge edge, double x, double y)
    {
        var link = edge.Links.FirstOrDefault(l => l.IsSafe);
        page.Add($"<g class=\"edge-label\"><title>{Says(edge)}</title>");
        Links.Open(page, link);
        page.Add($"<text x=\"{Svg.Number(x)}\" y=\"{Svg.Number(y)}\">{Display.Cut(edge.Main, 16)}</text>");
        Links.Close(page, link);
        page.Add($"</g>");
    }

    private void AddNode(HtmlWriter page, int number)
    {
        var node = _nodes[number];
        var (x, y) = At(number);
        var link = node.Links.FirstOrDefault(l => l.IsSafe);
        var summary = string.Join(", ", ((string[])[Name(number), node.Subtitle, node.Main, node.Secondary]).Where(t => t.Length > 0));
        var (main, second) = Lines(node);
        Links.Open(page, link);
        page.Add($"<g class=\"node\" role=\"img\" aria-label=\"{summary}\" data-node=\"{node.Id}\"><title>{summary}</title><circle cx=\"{Svg.Number(x)}\" cy=\"{Svg.Number(y)}\" r=\"{Svg.Number(Radius)}\"/>");
        AddRing(page, node, x, y);
        page.Add($"<text class=\"{(main.Length > WideText ? "main narrow" : "main")}\" x=\"{Svg.Number(x)}\" y=\"{Svg.Number(y)}\" dy=\"{(second.Length > 0 ? "-.1em" : ".35em")}\">{Display.Cut(main, 11)}</text>");
        if (second.Length > 0)
        {
            page.Add($"<text class=\"second\" x=\"{Svg.Number(x)}\" y=\"{Svg.Number(y)}\" dy=\"1.25em\">{Display.Cut(second, 11)}</text>");
        }

        page.Add($"<text class=\"title\" x=\"{Svg.Number(x)}\" y=\"{Svg.Number(y + Radius + Gap)}\" dy=\"1em\">{Display.Cut(Name(number), 24)}</text>");
        if (node.Subtitle.Length > 0)
        {
            page.Add($"<text class=\"second\" x=\"{Svg.Number(x)}\" y=\"{Svg.Number(y + Radius + Gap)}\" dy=\"2.45em\">{Display.Cut(node.Subtitle, 28)}</text>");
        }

        page.Add($"</g>");
        Links.Close(page, link);
    }

    private static void AddRing(HtmlWriter page, GraphNode node, double x, double y)
    {
        var parts = node.Arc.Where(p => double.IsFinite(p.Share) && p.Share > 0).ToList();
        if (parts.Count == 0)
        {
            parts = [(1, node.Color ?? ChartColor.Gray)];
        }

        var (sum, angle) = (parts.Sum(p => Math.Min(p.Share, 1e290)), 0.0);
        foreach (var (share, color) in parts)
        {
            var end = angle + (Math.Min(share, 1e290) / sum * 360);
            page.Add($"<path class=\"ring {color.CssClass}\" color=\"{color.Attribute}\" d=\"{Arcs.Ring(x, y, Radius - 3, Radius + 1, angle, end)}\"/>");
            angle = end;
        }
    }

    /// <summary>What stands inside a node: two numbers, or one that is too wide for a line with its unit below it.</summary>
    private static (string Main, string Second) Lines(GraphNode node) =>
        node.Secondary.Length == 0 && node.Main.Length > WideText && node.Main.LastIndexOf(' ') is > 0 and var space
            ? (node.Main[..space], node.Main[(space + 1)..])
            : (node.Main, node.Secondary);

    private string Says(GraphEdge edge) => $"{Name(_index[edge.Source])} → {Name(_index[edge.Target])}\n{edge.Main}\n{edge.Secondary}";

    private string Name(int node) => _nodes[node].Title ?? _nodes[node].Id;

    private static bool IsBack((double X, double Y) source, (double X, double Y) target) => target.X <= source.X;

    /// <summary>A smooth line over the points that ends at the target's rim, and the place of its number.</summary>
    private static (string Path, double X, double Y) Curve(List<(double X, double Y)> points)
    {
        var (first, last) = (points[0], points[^1]);
        var back = IsBack(first, last);
        var side = back ? -1 : 1;
        points[0] = (first.X + (side * (Radius + Gap)), first.Y);
        points[^1] = (last.X - (side * (Radius + Gap + Arrow)), last.Y);
        if (back && points.Count == 2)
        {
            // The way back keeps below the way there.
            points.Insert(1, ((first.X + last.X) / 2, ((first.Y + last.Y) / 2) + 26));
        }

        var path = new StringBuilder($"M{Svg.Number(points[0].X)} {Svg.Number(points[0].Y)}");
        for (var i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var middle = (from.X + to.X) / 2;
            path.Append($"C{Svg.Number(middle)} {Svg.Number(from.Y)} {Svg.Number(middle)} {Svg.Number(to.Y)} {Svg.Number(to.X)} {Svg.Number(to.Y)}");
        }

        var at = points.Count / 2;
        var label = points.Count % 2 == 1 ? points[at] : ((points[at - 1].X + points[at].X) / 2, (points[at - 1].Y + points[at].Y) / 2);
        return (path.ToString(), label.Item1, label.Item2 - 4);
    }

    private static (string Path, double X, double Y) Loop((double X, double Y) at) =>
        ($"M{Svg.Number(at.X - LoopEnd)} {Svg.Number(at.Y - Radius)}C{Svg.Number(at.X - 34)} {Svg.Number(at.Y - 72)} {Svg.Number(at.X + 34)} {Svg.Number(at.Y - 72)} {Svg.Number(at.X + LoopEnd)} {Svg.Number(at.Y - Radius - Gap - Arrow)}", at.X, at.Y - 64);
}
