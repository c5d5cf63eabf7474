using Observatory.Charts;
using Observatory.Charts.Formats;
using Observatory.Charts.Graphs;
using Observatory.Dashboards.Data;

namespace Observatory.Dashboards.Panels;

/// <summary>A node graph of a frame of nodes and one of edges, by Grafana's names of their fields.</summary>
internal sealed class NodeGraphPanel() : ChartPanel("nodeGraph")
{
    /// <inheritdoc/>
    protected override IChart Make(PanelData data)
    {
        var edges = data.Frames.FirstOrDefault(f => f.Fields.Any(x => x.Name == "source") && f.Fields.Any(x => x.Name == "target"));
        var nodes = data.Frames.FirstOrDefault(f => !ReferenceEquals(f, edges) && f.Fields.Any(x => x.Name == "id"));
        var made = nodes is null ? [] : Rows(nodes).Select(r => Node(data, nodes, r)).ToList();
        if (nodes is null && edges is not null)
        {
            // Edges alone name their ends.
            made = [.. Rows(edges).SelectMany(r => (string[])[Text(edges, "source", r), Text(edges, "target", r)]).Distinct().Select(id => new GraphNode(id))];
        }

        return new NodeGraph { Title = data.Panel.Title, Nodes = made, Edges = edges is null ? [] : [.. Rows(edges).Select(r => Edge(data, edges, r))], NoValue = NoValue(data) };
    }

    private static IEnumerable<int> Rows(Frame frame) => Enumerable.Range(0, Math.Min(frame.Length, NodeGraph.MostEdges + 1));

    private static GraphNode Node(PanelData data, Frame frame, int row) => new(Text(frame, "id", row))
    {
        Title = Text(frame, "title", row) is { Length: > 0 } title ? title : null,
        Subtitle = Text(frame, "subtitle", row),
        Main = Stat(data, frame, "mainstat", row, "nodes"),
        Secondary = Stat(data, frame, "secondarystat", row, "nodes"),
        Arc = [.. frame.Fields.Where(f => f.Name.StartsWith("arc__", StringComparison.Ordinal) && f.Kind == FieldKind.Number && f.Has(row)).Select(f => (f.Numbers[row], ChartColor.Parse(f.Options.FixedColor)))],
        Links = Links(data, frame, row),
    };

    private static GraphEdge Edge(PanelData data, Frame frame, int row) => new(Text(frame, "source", row), Text(frame, "target", row))
    {
        Main = Stat(data, frame, "mainstat", row, "edges"),
        Secondary = Stat(data, frame, "secondarystat", row, "edges"),
        Thickness = frame.Find("thickness") is { Kind: FieldKind.Number } thickness && thickness.Has(row) ? Math.Clamp(thickness.Numbers[row], 0.5, 12) : 1.5,
        Links = Links(data, frame, row),
    };

    private static string Text(Frame frame, string name, int row) => frame.Fields.FirstOrDefault(f => f.Name == name) is { } field && field.Has(row) ? field.Raw(row) : "";

    private static string Stat(PanelData data, Frame frame, string name, int row, string kind)
    {
        // Without a field of that name, the first number is the main one.
        var field = frame.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? (name == "mainstat" ? frame.Fields.FirstOrDefault(f => f.Kind == FieldKind.Number && f.Name is not ("thickness" or "nodeRadius") && !f.Name.StartsWith("arc__", StringComparison.Ordinal)) : null);
        if (field is null || !field.Has(row))
        {
            return "";
        }

        var unit = data.Panel.Options[kind][name == "mainstat" ? "mainStatUnit" : "secondaryStatUnit"].Text;
        var format = FieldLook.Format(field.Options);
        return field.Kind == FieldKind.Text ? field.Raw(row) : (unit is { Length: > 0 } ? format with { Unit = unit } : format).Format(field.Numbers[row]);
    }

    private static IReadOnlyList<ChartLink> Links(PanelData data, Frame frame, int row) =>
        frame.Fields.FirstOrDefault(f => f.Options.Links.Count > 0) is { } field ? FieldLook.Links(data.Scope, frame, field, row) : [];
}
