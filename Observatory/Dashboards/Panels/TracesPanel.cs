using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views.Tracing;

namespace Observatory.Dashboards.Panels;

/// <summary>A trace's waterfall; or the traces that a search found, as tables.</summary>
internal sealed class TracesPanel() : PanelKind("traces")
{
    private const int MaxSpans = 300;

    /// <inheritdoc/>
    public override ValueTask AddAsync(HtmlWriter page, PanelData data)
    {
        if (data.Trace is not { } trace)
        {
            TablePanel.Add(page, data);
            return default;
        }

        var id = TraceIds.Trace(trace.Id);
        var view = new TraceView(trace);
        page.Add($"<p class=\"panel-note\"><a href=\"/trace/{id}\">Trace {id}</a></p>");
        return new Waterfall(page, view, new(view, -1, MaxSpans), new(view.Services), node => $"/trace/{id}#span-{TraceIds.Span(view.Nodes[node].Span.Entry.SpanId)}", new HashSet<int>()).AddAsync();
    }
}
