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
            if (Has(view.NameOf(i), text) || Has(view.ServiceOf(i), text) || HasInMessage(view.Nodes[i].Span.Message.Span, text))
            {
                found.Add(i);
            }
        }

        return found;
    }

    private static bool HasInMessage(ReadOnlySpan<byte> span, string text)
    {
        var reader = new ProtoReader(span);
        while (reader.Next())
        {
            var isFound = reader.Field switch
            {
                9 => HasInAttribute(reader.ReadBytes(), text),
                11 => HasInEvent(reader.ReadBytes(), text),
                15 => HasInStatus(reader.ReadBytes(), text),
                _ => Skip(ref reader),
            };
            if (isFound)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasInEvent(ReadOnlySpan<byte> happening, string text)
    {
        var reader = new ProtoReader(happening);
        while (reader.Next())
        {
            var isFound = reader.Field switch
            {
                2 => Has(reader.ReadString(), text),
                3 => HasInAttribute(reader.ReadBytes(), text),
                _ => Skip(ref reader),
            };
            if (isFound)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasInStatus(ReadOnlySpan<byte> status, string text)
    {
        var reader = new ProtoReader(status);
        while (reader.Next())
        {
            if (reader.Field == 2 ? Has(reader.ReadString(), text) : Skip(ref reader))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasInAttribute(ReadOnlySpan<byte> keyValue, string text)
    {
        var attribute = OtlpAttribute.Read(keyValue);
        return Has(attribute.KeyText, text) || Has(attribute.Value.ToText(), text);
    }

    private static bool Has(string all, string text) => all.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static bool Skip(ref ProtoReader reader)
    {
        reader.Skip();
        return false;
    }
}
