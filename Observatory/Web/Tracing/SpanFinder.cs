using Observatory.Otlp;
using Observatory.Traces.Query;

namespace Observatory.Web.Tracing;

/// <summary>Finds a text within a trace, in any case.</summary>
internal static class SpanFinder
{
    /// <summary>The places of the spans whose name, service, status, attributes or events have the text.</summary>
    public static List<int> Find(TraceView view, string text, CancellationToken cancellation)
    {
        var found = new List<int>();
        for (var i = 0; text.Length > 0 && i < view.Nodes.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Has(view.NameOf(i), text) || Has(view.ServiceOf(i), text) || HasInMessage(new(view.Nodes[i].Span.Message.Span), text))
            {
                found.Add(i);
            }
        }

        return found;
    }

    private static bool HasInMessage(SpanMessage span, string text) =>
        HasInAttributes(span.Attributes, text) || Has(Encoding.UTF8.GetString(span.StatusMessage), text) || HasInEvents(span.Events, text);

    private static bool HasInEvents(RepeatedField events, string text)
    {
        foreach (var happening in events)
        {
            _ = SpanMessage.ReadEvent(happening, out var name);
            if (Has(Encoding.UTF8.GetString(name), text) || HasInAttributes(SpanMessage.AttributesOfEvent(happening), text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasInAttributes(RepeatedField attributes, string text)
    {
        foreach (var keyValue in attributes)
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (Has(attribute.KeyText, text) || Has(attribute.Value.ToText(), text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(string all, string text) => all.Contains(text, StringComparison.OrdinalIgnoreCase);
}
