using Observatory.Html;
using Observatory.Otlp;
using Observatory.Search;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Web.Tracing;

/// <summary>
/// Words with which a search can be completed: the names that it knows, and the attributes of some of the newest traces with what they were. Looked for
/// again after half a minute. Thread-safe.
/// </summary>
internal sealed class SearchWords(TraceStore store, TraceReader reader, TimeProvider time)
{
    private const int Traces = 24;
    private const int SpansOfATrace = 200;
    private const int MaxKeys = 200;
    private const int MaxValues = 12;
    private const int MaxText = 60;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private static readonly string[] Known =
    [
        "status=failed", "status=recovered", "status=ok", "errors>0", "duration>300ms", "spans>100", "name=~", "service=", "kind=server", "kind=client",
        "{duration>100ms}", "root{name=}",
    ];

    private static readonly string[] OfTrace = ["status", "service", "name"];

    private readonly Lock _lock = new();
    private (long At, IReadOnlyList<string> Words)? _found;

    /// <summary>Adds the list of what traces can be grouped by.</summary>
    public void AddKeys(HtmlWriter page, CancellationToken cancellation)
    {
        page.Add($"<datalist id=\"search-keys\">");
        foreach (var key in OfTrace.Concat(Now(cancellation).Where(w => w.EndsWith('=') && w != "service=").Select(w => w[..^1])))
        {
            page.Add($"<option value=\"{key}\"></option>");
        }

        page.Add($"</datalist>");
    }

    private IReadOnlyList<string> Now(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_found is not { } found || time.GetElapsedTime(found.At) > Kept)
            {
                found = (time.GetTimestamp(), Find(cancellation));
                _found = found;
            }

            return found.Words;
        }
    }

    /// <summary>Adds the list that the field of a search completes from.</summary>
    public void AddList(HtmlWriter page, CancellationToken cancellation)
    {
        page.Add($"<datalist id=\"search-words\">");
        foreach (var word in Now(cancellation))
        {
            page.Add($"<option value=\"{word}\"></option>");
        }

        page.Add($"</datalist>");
    }

    private List<string> Find(CancellationToken cancellation)
    {
        var values = new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var trace in TraceSearch.Run(store, new() { Limit = Traces }, cancellation))
        {
            foreach (var span in (reader.Read(trace, cancellation)?.Spans ?? []).Take(SpansOfATrace))
            {
                Collect(new SpanMessage(span.Message.Span).Attributes, values);
            }
        }

        var words = new List<string>(Known);
        words.AddRange(store.Services().Take(MaxKeys).Select(s => $"service={SearchText.Quote(s)}"));
        foreach (var (key, of) in values)
        {
            words.Add($"{SearchText.QuoteKey(key)}=");
            // A key whose values are all different is an id's or a measure's: none of them is worth proposing.
            if (of.Count < MaxValues)
            {
                words.AddRange(of.Order(StringComparer.Ordinal).Select(v => $"{SearchText.QuoteKey(key)}={SearchText.Quote(v)}"));
            }
        }

        return words;
    }

    private static void Collect(RepeatedField attributes, SortedDictionary<string, HashSet<string>> values)
    {
        foreach (var keyValue in attributes)
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (attribute.Key.Length is 0 or > MaxText || attribute.Value.Bytes.Length > MaxText)
            {
                continue;
            }

            var key = attribute.KeyText;
            if (!values.TryGetValue(key, out var of))
            {
                if (values.Count == MaxKeys)
                {
                    continue;
                }

                values.Add(key, of = new(StringComparer.Ordinal));
            }

            if (of.Count < MaxValues)
            {
                of.Add(attribute.Value.ToText());
            }
        }
    }
}
