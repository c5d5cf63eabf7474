using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views.Agents;

namespace Observatory.Views.Tracing;

/// <summary>
/// A trace's spans as rows of bars, each a <c>details</c> element with what the span says; the rows below a span are in another one, so that they
/// fold without a script.
/// </summary>
internal sealed class Waterfall(HtmlWriter page, TraceView view, WaterfallRows rows, ServiceColors colors, Func<int, string> linkTo, IReadOnlySet<int> found, StepNotes? notes = null)
{
    private const int MaxIndent = 24;

    // Browsers nest no deeper than 512 elements; a level here is two. Spans further down are not indented.
    private const int MaxNesting = 120;

    // With more rows than this or so much in the page, rows come without their details and say where those are: most of what a browser has to
    // do for a page of 10 000 rows would be for what nobody opens.
    private const int MaxDetails = 1000;
    private const int MaxCharacters = 6_000_000;

    private readonly ILookup<int, CriticalSegment> _critical = view.CriticalPath.ToLookup(s => s.Node);
    private TraceAxis _scale;

    /// <summary>Adds the rows.</summary>
    public async ValueTask AddAsync()
    {
        var (from, to) = Range();
        _scale = new(from, to);
        page.Add($"<div class=\"waterfall card\">");
        AddAxis();
        page.Add($"<div class=\"rows\">");
        AddGrid();
        var (top, hidden) = rows.Top();
        foreach (var root in top)
        {
            await AddTreeAsync(root).ConfigureAwait(false);
        }

        AddHidden(hidden, -1, 0);
        page.Add($"</div></div>");
    }

    private (ulong From, ulong To) Range()
    {
        if (rows.Total == view.Nodes.Count)
        {
            return (view.StartNanos, view.EndNanos);
        }

        var (from, to) = (ulong.MaxValue, 0UL);
        foreach (var root in rows.Roots)
        {
            for (var i = root; i < view.AfterBelow(root); i++)
            {
                (from, to) = (Math.Min(from, view.StartOf(i)), Math.Max(to, view.EndOf(i)));
            }
        }

        return (from, to);
    }

    private void AddAxis()
    {
        page.Add($"<div class=\"axis\" aria-hidden=\"true\"><span>Service and operation</span><svg class=\"track\">");
        foreach (var tick in _scale.Ticks())
        {
            var x = _scale.At(_scale.FromNanos + tick);
            page.Add($"<text x=\"{x}%\" y=\"65%\" class=\"{(x < 1 ? "first" : x > 96 ? "last" : "")}\">{(tick == 0 ? "0" : Display.Duration(tick))}</text>");
        }

        page.Add($"</svg><span class=\"n\">Duration</span></div>");
    }

    private void AddGrid()
    {
        page.Add($"<svg class=\"grid\" aria-hidden=\"true\">");
        foreach (var tick in _scale.Ticks())
        {
            var x = _scale.At(_scale.FromNanos + tick);
            page.Add($"<line x1=\"{x}%\" x2=\"{x}%\" y1=\"0\" y2=\"100%\"/>");
        }

        page.Add($"</svg>");
    }

    /// <summary>Adds a span and those below it. A stack of its own: a trace may be as deep as it is long.</summary>
    private async ValueTask AddTreeAsync(int root)
    {
        var pending = new Stack<(int Node, bool IsEnd)>([(root, false)]);
        while (pending.TryPop(out var next))
        {
            await page.FlushAsync().ConfigureAwait(false);
            var depth = view.Nodes[next.Node].Depth - rows.Depth;
            var (below, hidden) = rows.Below(next.Node);
            if (next.IsEnd)
            {
                AddHidden(hidden, next.Node, depth + 1);
                AddEnd(isNested: depth < MaxNesting);
                continue;
            }

            if (below.Count == 0 && hidden == 0)
            {
                AddRow(next.Node, depth);
                continue;
            }

            page.Add($"<div class=\"node\">");
            AddRow(next.Node, depth);
            AddBelow(next.Node, depth);
            pending.Push((next.Node, true));
            for (var i = below.Count - 1; i >= 0; i--)
            {
                pending.Push((below[i], false));
            }
        }
    }

    private void AddBelow(int node, int depth)
    {
        if (depth < MaxNesting)
        {
            page.Add($"<details class=\"below i{Math.Min(depth, MaxIndent)}\" open><summary><span class=\"hidden\">{view.AfterBelow(node) - node - 1} spans below</span></summary>\n");
        }
        else
        {
            page.Add($"</div>\n");
        }
    }

    private void AddEnd(bool isNested)
    {
        if (isNested)
        {
            page.Add($"</details></div>\n");
        }
    }

    private void AddRow(int node, int depth)
    {
        var span = view.Nodes[node].Span;
        var (service, name, isError) = (view.ServiceOf(node), view.NameOf(node), view.IsError(node));
        var isCritical = view.CriticalOf(node) > 0;
        page.Add($"<details class=\"span i{Math.Min(depth, MaxIndent)}{(isError ? " failed" : "")}{(found.Contains(node) ? " found" : "")}{(isCritical ? " critical" : "")} {colors.Of(service)}\" id=\"span-{TraceIds.Span(span.Entry.SpanId)}\">");
        page.Add($"<summary title=\"{service} · {name}: {Display.Duration(view.DurationOf(node))}, of which its own {Display.Duration(view.SelfOf(node))}\">");
        page.Add($"<span class=\"name\">{(isError ? "⚠ " : "")}");
        notes?.AddSign(page, node);
        page.Add($"{name} <small>{service}{(view.Nodes[node].IsOrphan ? " · its parent is missing" : "")}{(isError ? " · error" : "")}</small>");
        notes?.AddFigures(page, node);
        page.Add($"</span>");
        AddBar(node);
        page.Add($"<span class=\"n\">{Display.Duration(view.DurationOf(node))}</span></summary>");
        if (rows.Count <= MaxDetails && page.Length < MaxCharacters)
        {
            SpanDetails.Add(page, view, node, notes);
        }
        else
        {
            page.Add($"<a class=\"about\" href=\"/trace/{TraceIds.Trace(view.Trace.Id)}?under={TraceIds.Span(span.Entry.SpanId)}&amp;rows=1\">What this span says</a>");
        }

        page.Add($"</details>\n");
    }

    private void AddBar(int node)
    {
        var (from, to) = (view.StartOf(node), view.EndOf(node));
        page.Add($"<svg class=\"track\" aria-hidden=\"true\"><rect class=\"bar\" x=\"{Math.Min(99.8, _scale.At(from))}%\" y=\"15%\" width=\"{_scale.Width(from, to)}%\" height=\"55%\" rx=\"2\"/>");
        foreach (var segment in _critical[node])
        {
            page.Add($"<rect class=\"path\" x=\"{Math.Min(99.8, _scale.At(segment.FromNanos))}%\" y=\"78%\" width=\"{_scale.Width(segment.FromNanos, segment.ToNanos)}%\" height=\"12%\"/>");
        }

        page.Add($"</svg>");
    }

    private void AddHidden(int hidden, int node, int depth)
    {
        if (hidden > 0)
        {
            page.Add($"<p class=\"rest i{Math.Min(depth, MaxIndent)}\"><a href=\"{(node < 0 ? "?rows=10000" : linkTo(node))}\">{hidden} more {(hidden == 1 ? "span" : "spans")} {(node < 0 ? "" : "below this span")}</a></p>");
        }
    }
}
