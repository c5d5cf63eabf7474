using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views.Tracing;

namespace Observatory.Web.Tracing;

/// <summary>What is said about a trace around its waterfall.</summary>
internal sealed class TraceOverview(HtmlWriter page, TraceView view, ServiceColors colors, Func<int, string> linkTo)
{
    private const int MaxErrors = 20;
    private const int MaxMatches = 50;
    private const int MaxRollupRows = 50;
    private const int MaxReason = 200;
    private const int MinimapRows = 60;
    private const int MaxMinimapSpans = 2_000;

    /// <summary>Adds when, how long, how much.</summary>
    /// <param name="under">The span to which the page is narrowed, or -1.</param>
    public void AddFacts(int under)
    {
        var root = Math.Max(under, 0);
        var errors = Enumerable.Range(0, view.Nodes.Count).Count(view.IsError);
        page.Add($"<p class=\"lead\"><i class=\"svc {colors.Of(view.ServiceOf(root))}\"></i>{view.ServiceOf(root)}");
        if (under >= 0)
        {
            page.Add($" · only this span and what is below it. <a href=\"/trace/{TraceIds.Trace(view.Trace.Id)}\">Show the whole trace</a>");
        }

        page.Add($"</p><dl class=\"facts\"><div><dt>started</dt><dd><time datetime=\"{Display.Iso(view.StartNanos)}\">{Display.Time(view.StartNanos)}</time></dd></div>");
        page.Add($"<div><dt>duration</dt><dd>{Display.Duration(view.EndNanos - view.StartNanos)}</dd></div><div><dt>spans</dt><dd>{view.Nodes.Count}</dd></div>");
        page.Add($"<div><dt>services</dt><dd>{colors.Services.Count}</dd></div><div><dt>depth</dt><dd>{view.Nodes.Max(n => n.Depth) + 1}</dd></div>");
        page.Add($"<div><dt>errors</dt><dd class=\"{(errors > 0 ? "error" : "")}\">{errors}</dd></div><div><dt>trace id</dt><dd><code>{TraceIds.Trace(view.Trace.Id)}</code></dd></div></dl>");
        if (view.Trace.IsCut)
        {
            page.Add($"<p class=\"warning\">Only the first {view.Nodes.Count} spans of this trace are kept.</p>");
        }
    }

    /// <summary>Adds all spans in little, with the services' colours.</summary>
    public void AddMinimap()
    {
        var scale = new TraceAxis(view.StartNanos, view.EndNanos);
        var step = Math.Max(1, view.Nodes.Count / MaxMinimapSpans);
        var height = 100d / Math.Clamp(view.Nodes.Count, 12, MinimapRows);
        page.Add($"<figure class=\"minimap card\"><svg aria-hidden=\"true\">");
        for (var i = 0; i < view.Nodes.Count; i += step)
        {
            var y = view.Nodes.Count <= MinimapRows ? i * height : i * (100 - height) / view.Nodes.Count;
            page.Add($"<rect class=\"bar {colors.Of(view.ServiceOf(i))}\" x=\"{Math.Min(99.8, scale.At(view.StartOf(i)))}%\" y=\"{Math.Round(y, 2)}%\" width=\"{scale.Width(view.StartOf(i), view.EndOf(i))}%\" height=\"{Math.Round(Math.Max(1.5, height * 0.7), 2)}%\"/>");
        }

        page.Add($"</svg><figcaption>");
        foreach (var service in colors.Services)
        {
            page.Add($"<span><i class=\"svc {colors.Of(service)}\"></i>{service}</span>");
        }

        page.Add($"<span><i class=\"path-key\"></i>critical path</span></figcaption></figure>");
    }

    /// <summary>Adds what a search within the trace found.</summary>
    public void AddMatches(string find, List<int> matches)
    {
        if (find.Length == 0)
        {
            return;
        }

        page.Add($"<section class=\"notice\"><strong>{matches.Count} {(matches.Count == 1 ? "span has" : "spans have")} “{find}”</strong>");
        AddSpanLinks(matches, MaxMatches, withReason: false);
        page.Add($"</section>");
    }

    /// <summary>Adds the spans with an error.</summary>
    public void AddErrors()
    {
        var errors = Enumerable.Range(0, view.Nodes.Count).Where(view.IsError).ToList();
        if (errors.Count == 0)
        {
            return;
        }

        page.Add($"<section class=\"notice error errors\"><strong>{errors.Count} {(errors.Count == 1 ? "span" : "spans")} with an error</strong>");
        AddSpanLinks(errors, MaxErrors, withReason: true);
        page.Add($"</section>");
    }

    /// <summary>Adds where the time went, by service and operation.</summary>
    public void AddRollup()
    {
        var rows = TraceRollupRow.Of(view);
        var total = Math.Max(1, rows.Aggregate(0UL, (sum, r) => Nanos.Sum(sum, r.SelfNanos)));
        page.Add($"<h2>Where the time went</h2><div class=\"scroll card\" tabindex=\"0\" role=\"group\" aria-label=\"Own times by service and operation\"><table class=\"rollup\"><thead><tr><th>Service</th><th>Operation</th><th class=\"n\">Spans</th><th class=\"n\">Errors</th><th class=\"n\">Durations</th><th class=\"n\">Own time</th><th class=\"share\">Share</th><th class=\"n\">Critical path</th></tr></thead><tbody>");
        foreach (var row in rows.Take(MaxRollupRows))
        {
            var share = Math.Round(row.SelfNanos * 100d / total, 1);
            page.Add($"<tr><td><i class=\"svc {colors.Of(row.Service)}\"></i>{row.Service}</td><td>{row.Operation}</td><td class=\"n\">{row.Spans}</td><td class=\"n {(row.Errors > 0 ? "error" : "")}\">{row.Errors}</td>");
            page.Add($"<td class=\"n\">{Display.Duration(row.TotalNanos)}</td><td class=\"n\">{Display.Duration(row.SelfNanos)}</td><td class=\"share\"><svg class=\"track\" aria-hidden=\"true\"><rect class=\"bar {colors.Of(row.Service)}\" width=\"{share}%\" height=\"100%\" rx=\"2\"/></svg><span class=\"n\">{share} %</span></td>");
            page.Add($"<td class=\"n\">{(row.CriticalNanos == 0 ? "–" : Display.Duration(row.CriticalNanos))}</td></tr>");
        }

        page.Add($"</tbody></table></div>");
        if (rows.Count > MaxRollupRows)
        {
            page.Add($"<p class=\"muted\">{rows.Count - MaxRollupRows} more operations have less own time than these.</p>");
        }
    }

    private void AddSpanLinks(List<int> nodes, int max, bool withReason)
    {
        page.Add($"<ul>");
        foreach (var node in nodes.Take(max))
        {
            page.Add($"<li><a href=\"{linkTo(node)}\">{view.NameOf(node)}</a> <small>{view.ServiceOf(node)}</small> {(withReason ? Reason(node) : "")}</li>");
        }

        page.Add($"</ul>");
        if (nodes.Count > max)
        {
            page.Add($"<p>… and {nodes.Count - max} more.</p>");
        }
    }

    /// <summary>Why a span failed: its status' message, or its last exception.</summary>
    private string Reason(int node)
    {
        var span = new SpanMessage(view.Nodes[node].Span.Message.Span);
        if (!span.StatusMessage.IsEmpty)
        {
            return Display.Cut(Encoding.UTF8.GetString(span.StatusMessage), MaxReason);
        }

        var reason = "";
        foreach (var happening in span.Events)
        {
            var attributes = SpanDetails.Attributes(SpanMessage.AttributesOfEvent(happening));
            reason = attributes["exception.message"] ?? attributes["exception.type"] ?? reason;
        }

        return Display.Cut(reason, MaxReason);
    }
}
