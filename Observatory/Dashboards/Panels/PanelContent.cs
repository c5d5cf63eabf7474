using Observatory.Dashboards.Data;
using Observatory.Dashboards.Sources;
using Observatory.Jaeger;
using Observatory.Traces.Query;
using Observatory.Web;
using Observatory.Web.Logging;
using Observatory.Web.Tracing;

namespace Observatory.Dashboards.Panels;

/// <summary>Draws what is in a panel.</summary>
internal static class PanelContent
{
    private const int MaxTables = 10;
    private const int MaxSpans = 300;

    /// <summary>Adds the drawing.</summary>
    public static void Add(HtmlWriter page, PanelData data)
    {
        switch (data.Panel.Type)
        {
            case "timeseries":
                TimeSeriesPanel.Make(data).AddTo(page);
                break;
            case "stat":
                ValuePanels.Stat(data).AddTo(page);
                break;
            case "gauge":
                ValuePanels.Gauge(data).AddTo(page);
                break;
            case "bargauge":
                ValuePanels.BarGauge(data).AddTo(page);
                break;
            case "piechart":
                ValuePanels.Pie(data).AddTo(page);
                break;
            case "heatmap":
                HeatmapPanel.Make(data).AddTo(page);
                break;
            case "nodeGraph":
                NodeGraphPanel.Make(data).AddTo(page);
                break;
            case "table":
                AddTables(page, data);
                break;
            case "logs":
                AddLogs(page, data);
                break;
            case "traces":
                AddTrace(page, data);
                break;
            case "text":
                AddText(page, data);
                break;
        }
    }

    private static void AddTables(HtmlWriter page, PanelData data)
    {
        var frames = data.Frames.Where(f => f.Length > 0).ToList();
        foreach (var frame in frames.Take(MaxTables))
        {
            if (frames.Count > 1)
            {
                page.Add($"<h4>{frame.Fields.FirstOrDefault(f => f.Kind == FieldKind.Number)?.DisplayName ?? frame.RefId}</h4>");
            }

            TablePanel.Make(data, frame).AddTo(page);
        }

        if (frames.Count == 0)
        {
            AddEmpty(page, data);
        }
        else if (frames.Count > MaxTables)
        {
            page.Add($"<p class=\"chart-note\">{MaxTables} of {frames.Count} tables are shown.</p>");
        }
    }

    private static void AddLogs(HtmlWriter page, PanelData data)
    {
        if (data.Lines.Count == 0)
        {
            AddEmpty(page, data);
            return;
        }

        LogRows.Add(page, data.Panel.Options["sortOrder"].Text == "Ascending" ? data.Lines.Reverse() : data.Lines);
    }

    private static void AddTrace(HtmlWriter page, PanelData data)
    {
        if (data.Trace is not { } trace)
        {
            // A search found traces instead of one.
            if (data.Frames.Any(f => f.Length > 0))
            {
                AddTables(page, data);
            }
            else
            {
                AddEmpty(page, data);
            }

            return;
        }

        var id = JaegerIds.Trace(trace.Id);
        var view = new TraceView(trace);
        page.Add($"<p class=\"panel-note\"><a href=\"/trace/{id}\">Trace {id}</a></p>");
        new Waterfall(page, view, new(view, -1, MaxSpans), new ServiceColors(view.Services), node => $"/trace/{id}#span-{JaegerIds.Span(view.Nodes[node].Span.Entry.SpanId)}", new HashSet<int>()).Add();
    }

    private static void AddText(HtmlWriter page, PanelData data)
    {
        page.Add($"<div class=\"panel-text\">");
        Markdown.Add(page, data.Scope.Fill(data.Panel.Options["content"].Text ?? "", "text"));
        page.Add($"</div>");
    }

    private static void AddEmpty(HtmlWriter page, PanelData data) => page.Add($"<p class=\"chart-empty\">{ValuePanels.NoValue(data)}</p>");
}
