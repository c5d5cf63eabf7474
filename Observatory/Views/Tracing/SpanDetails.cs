using Observatory.Html;
using Observatory.Otlp;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views.Agents;

namespace Observatory.Views.Tracing;

/// <summary>All that a span says, below its row.</summary>
internal static class SpanDetails
{
    private const int MaxEvents = 100;
    private const int MaxLinks = 100;
    private const int MaxStackTrace = 32 * 1024;

    /// <summary>Adds the details.</summary>
    public static void Add(HtmlWriter page, TraceView view, int node, StepNotes? notes)
    {
        var span = view.Nodes[node].Span;
        var fields = new SpanMessage(span.Message.Span);
        page.Add($"<div class=\"about\">");
        AddFacts(page, view, node, fields);
        AddLinksFromHere(page, view, node);
        notes?.AddDetails(page, node);
        AddTable(page, "Attributes", Attributes(fields.Attributes));
        AddEvents(page, fields, view.StartNanos);
        AddLinks(page, fields);
        AddDropped(page, fields);
        var resource = Attributes(span.Process.ResourceAttributes);
        if (resource.Items.Count > 0)
        {
            page.Add($"<details class=\"more\"><summary>Resource</summary>");
            AddTable(page, null, resource);
            AddTable(page, "Scope", Attributes(span.Process.ScopeAttributes));
            page.Add($"</details>");
        }

        page.Add($"</div>");
    }

    /// <summary>Reads attributes, with bounds on how many and how long.</summary>
    public static OtlpAttributeList Attributes(RepeatedField attributes)
    {
        var list = new OtlpAttributeList();
        foreach (var keyValue in attributes)
        {
            list.Add(keyValue);
        }

        return list;
    }

    private static void AddFacts(HtmlWriter page, TraceView view, int node, in SpanMessage fields)
    {
        var span = view.Nodes[node].Span;
        page.Add($"<dl class=\"facts\">");
        AddFact(page, "span id", TraceIds.Span(span.Entry.SpanId));
        if (span.Entry.Kind != SpanKind.Unspecified)
        {
            AddFact(page, "kind", span.Entry.Kind.Name());
        }

        AddFact(page, "starts after", Display.Duration(view.StartOf(node) - view.StartNanos));
        AddFact(page, "duration", Display.Duration(view.DurationOf(node)));
        AddFact(page, "own time", Display.Duration(view.SelfOf(node)));
        if (view.CriticalOf(node) > 0)
        {
            AddFact(page, "on the critical path", Display.Duration(view.CriticalOf(node)));
        }

        AddFact(page, "scope", Encoding.UTF8.GetString(Cut(span.Process.ScopeName, OtlpAttributeList.MaxKeyBytes)));
        AddFact(page, "trace state", Encoding.UTF8.GetString(fields.TraceState));
        page.Add($"</dl>");
        if (!fields.StatusMessage.IsEmpty || view.IsError(node))
        {
            page.Add($"<p class=\"{(view.IsError(node) ? "error" : "")}\">{(view.IsError(node) ? "Error" : "Status")}{(fields.StatusMessage.IsEmpty ? "" : ": ")}{Encoding.UTF8.GetString(Cut(fields.StatusMessage, OtlpAttributeList.MaxValueBytes))}</p>");
        }
    }

    private static void AddLinksFromHere(HtmlWriter page, TraceView view, int node)
    {
        var trace = TraceIds.Trace(view.Trace.Id);
        page.Add($"<p class=\"links\">");
        if (view.AfterBelow(node) - node > 1)
        {
            page.Add($"<a href=\"/trace/{trace}?under={TraceIds.Span(view.Nodes[node].Span.Entry.SpanId)}\">Only this and the {view.AfterBelow(node) - node - 1} below</a>");
        }

        page.Add($"<a href=\"/search?service={Uri.EscapeDataString(view.ServiceOf(node))}&amp;operation={Uri.EscapeDataString(view.NameOf(node))}\">Traces with this operation</a></p>");
    }

    private static void AddEvents(HtmlWriter page, in SpanMessage span, ulong start)
    {
        var count = 0;
        foreach (var happening in span.Events)
        {
            if (++count <= MaxEvents)
            {
                AddEvent(page, happening, start);
            }
        }

        if (count > MaxEvents)
        {
            page.Add($"<p class=\"muted\">{count - MaxEvents} more events are in the JSON.</p>");
        }
    }

    private static void AddEvent(HtmlWriter page, ReadOnlySpan<byte> happening, ulong start)
    {
        var time = SpanMessage.ReadEvent(happening, out var name);
        var after = Display.Duration(time > start ? time - start : 0);
        var attributes = Attributes(SpanMessage.AttributesOfEvent(happening));
        var type = attributes["exception.type"];
        if (type is null && attributes["exception.message"] is null)
        {
            page.Add($"<h4>{Encoding.UTF8.GetString(Cut(name, OtlpAttributeList.MaxValueBytes))} <small>event after {after}</small></h4>");
            AddTable(page, null, attributes);
            return;
        }

        page.Add($"<div class=\"exception\"><h4 class=\"error\">{type ?? "exception"} <small>after {after}</small></h4><p>{attributes["exception.message"]}</p>");
        var trace = StackTrace(happening);
        if (trace.Length > 0)
        {
            page.Add($"<pre tabindex=\"0\">{trace}</pre>");
        }

        AddTable(page, null, attributes, static key => key is "exception.type" or "exception.message" or "exception.stacktrace");
        page.Add($"</div>");
    }

    private static string StackTrace(ReadOnlySpan<byte> happening)
    {
        foreach (var keyValue in SpanMessage.AttributesOfEvent(happening))
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (attribute.Key.SequenceEqual("exception.stacktrace"u8) && attribute.Value.Kind == OtlpValueKind.String)
            {
                return Encoding.UTF8.GetString(Cut(attribute.Value.Bytes, MaxStackTrace));
            }
        }

        return "";
    }

    private static void AddLinks(HtmlWriter page, in SpanMessage message)
    {
        var count = 0;
        foreach (var link in message.Links)
        {
            if (SpanMessage.TryReadLink(link, out var trace, out var span) && ++count <= MaxLinks)
            {
                page.Add($"<h4>Link to <a href=\"/trace/{TraceIds.Trace(trace)}#span-{TraceIds.Span(span)}\">trace {TraceIds.Trace(trace)}</a></h4>");
                AddTable(page, null, Attributes(SpanMessage.AttributesOfLink(link)));
            }
        }

        if (count > MaxLinks)
        {
            page.Add($"<p class=\"muted\">{count - MaxLinks} more links are in the JSON.</p>");
        }
    }

    private static void AddDropped(HtmlWriter page, in SpanMessage fields)
    {
        foreach (var (count, what) in ((uint, string)[])[(fields.DroppedAttributes, "attributes"), (fields.DroppedEvents, "events"), (fields.DroppedLinks, "links")])
        {
            if (count > 0)
            {
                page.Add($"<p class=\"muted\">The sender dropped {count} {what} of this span.</p>");
            }
        }
    }

    private static void AddTable(HtmlWriter page, string? title, OtlpAttributeList attributes, Func<string, bool>? except = null)
    {
        var items = attributes.Items.Where(a => except is null || !except(a.Key)).ToList();
        if (items.Count == 0)
        {
            return;
        }

        if (title is not null)
        {
            page.Add($"<h4>{title}</h4>");
        }

        page.Add($"<table class=\"pairs\"><tbody>");
        foreach (var (key, value) in items)
        {
            page.Add($"<tr><th scope=\"row\">{key}</th><td>{value}</td></tr>");
        }

        page.Add($"</tbody></table>");
        if (attributes.Dropped > 0)
        {
            page.Add($"<p class=\"muted\">{attributes.Dropped} more are in the JSON.</p>");
        }
    }

    private static void AddFact(HtmlWriter page, string name, string value)
    {
        if (value.Length > 0)
        {
            page.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        }
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> utf8, int max) => utf8.Length <= max ? utf8 : utf8[..max];
}
