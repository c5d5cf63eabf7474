using System.Text;
using Observatory.Jaeger;
using Observatory.Otlp;
using Observatory.Traces.Decoding;
using Observatory.Traces.Query;

namespace Observatory.Web;

/// <summary>The page at <c>/trace/{id}</c>: a waterfall that needs no script.</summary>
internal static class TracePage
{
    private const int MaxRows = 2_000;
    private const int MaxIndent = 24;
    private const double Width = 1000;

    /// <summary>Writes the page.</summary>
    public static string Render(StoredTrace trace)
    {
        var nodes = TraceTree.Flatten(trace);
        var start = trace.Spans.Min(s => s.Entry.StartNanos);
        var length = trace.Spans.Max(s => s.Entry.StartNanos + s.Entry.DurationNanos) - start;
        var errors = trace.Spans.Count(s => s.Entry.Status == SpanStatus.Error);
        var services = trace.Spans.Select(s => s.Process.ServiceName).Distinct().Count();
        var page = HtmlWriter.Page($"Trace {JaegerIds.Trace(trace.Id)}");
        page.Add($"<p>{Display.Time(start)} · {Display.Duration(length)} · {trace.Spans.Count} spans · {services} services · ");
        page.Add($"<span class=\"{(errors > 0 ? "error" : "")}\">{errors} errors</span> · <a href=\"/api/traces/{JaegerIds.Trace(trace.Id)}?prettyPrint=true\">JSON</a></p>");
        page.Add($"<div class=\"waterfall\">");
        foreach (var node in nodes.Take(MaxRows))
        {
            AddRow(page, node, start, length);
        }

        page.Add($"</div>");
        if (nodes.Count > MaxRows)
        {
            page.Add($"<p>{nodes.Count - MaxRows} more spans are in the JSON.</p>");
        }

        return page.End();
    }

    private static void AddRow(HtmlWriter page, TraceTreeNode node, ulong start, ulong length)
    {
        var entry = node.Span.Entry;
        var scale = length == 0 ? 0 : Width / length;
        var x = (entry.StartNanos - start) * scale;
        var isError = entry.Status == SpanStatus.Error;
        var fields = new SpanFields(node.Span.Message.Span);
        page.Add($"<details class=\"span i{Math.Min(node.Depth, MaxIndent)}\"><summary><span class=\"name {(isError ? "error" : "")}\">");
        page.Add($"{Encoding.UTF8.GetString(fields.Name)} <small>{node.Span.Process.ServiceName}{(node.IsOrphan ? " · its parent is missing" : "")}{(isError ? " · error" : "")}</small></span>");
        page.Add($"<svg viewBox=\"0 0 {Width} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"{(isError ? "bad" : "bar")}\" x=\"{Math.Round(x, 2)}\" y=\"1\" ");
        page.Add($"width=\"{Math.Round(Math.Max(entry.DurationNanos * scale, 2), 2)}\" height=\"8\"/></svg><span class=\"n\">{Display.Duration(entry.DurationNanos)}</span></summary>");
        AddDetails(page, node.Span, fields, start);
        page.Add($"</details>");
    }

    private static void AddDetails(HtmlWriter page, StoredSpan span, in SpanFields fields, ulong start)
    {
        page.Add($"<table><tbody>");
        AddRow(page, "span id", JaegerIds.Span(span.Entry.SpanId));
        AddRow(page, "starts after", Display.Duration(span.Entry.StartNanos - start));
        if (span.Entry.Kind != SpanKind.Unspecified)
        {
            AddRow(page, "kind", span.Entry.Kind.Name());
        }

        if (!fields.StatusMessage.IsEmpty)
        {
            AddRow(page, "status", Encoding.UTF8.GetString(fields.StatusMessage));
        }

        AddAttributes(page, span.Message.Span, 9, "");
        AddEvents(page, span.Message.Span, start);
        AddAttributes(page, span.Process.Resource.Span, 1, "resource ");
        page.Add($"</tbody></table>");
    }

    private static void AddEvents(HtmlWriter page, ReadOnlySpan<byte> message, ulong start)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field != 11)
            {
                reader.Skip();
                continue;
            }

            var happening = reader.ReadBytes();
            var time = SpanFields.ReadEvent(happening, out var name);
            AddRow(page, $"event after {Display.Duration(time > start ? time - start : 0)}", Encoding.UTF8.GetString(name));
            AddAttributes(page, happening, 3, "event ");
        }
    }

    private static void AddAttributes(HtmlWriter page, ReadOnlySpan<byte> message, int field, string prefix)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                var attribute = OtlpAttribute.Read(reader.ReadBytes());
                AddRow(page, prefix + attribute.KeyText, attribute.Value.ToText());
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void AddRow(HtmlWriter page, string key, string value) => page.Add($"<tr><th>{key}</th><td>{value}</td></tr>");
}
