using Observatory.Agents.Runs;
using Observatory.Otlp;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Web.Tracing;

/// <summary>
/// Groups traces by what an attribute of their spans, or of their resources, says; <c>status</c>, <c>service</c> and <c>name</c> stand for the outcome
/// and for the root's. A trace with several values is in each of their groups.
/// </summary>
internal sealed class TraceGroups(TraceStore store, TraceReader reader, AgentRuns runs, TraceOutcomes outcomes)
{
    private const int MaxGroups = 500;
    private const int MaxValues = 50;
    private const int MaxText = 200;

    /// <summary>Groups, the largest first.</summary>
    /// <param name="traces">The traces.</param>
    /// <param name="key">By what.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public List<TraceGroup> Of(IEnumerable<UInt128> traces, string key, CancellationToken cancellation)
    {
        var groups = new Dictionary<string, List<GroupedTrace>>(StringComparer.Ordinal);
        var without = new List<GroupedTrace>();
        foreach (var id in traces)
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.Read(id, cancellation) is not { } stored || store.Summary(id) is not { } summary)
            {
                continue;
            }

            var run = runs.ReadAndKeep(stored).Run;
            var outcome = outcomes.Of(summary.Extent, cancellation);
            var trace = new GroupedTrace(outcome, summary.DurationNanos, run?.Cost.Known ?? run?.Cost.Reported);
            var isIn = false;
            foreach (var value in Values(stored, summary, key, outcome))
            {
                if (groups.TryGetValue(value, out var group))
                {
                    group.Add(trace);
                }
                else if (groups.Count < MaxGroups)
                {
                    groups.Add(value, [trace]);
                }

                isIn = true;
            }

            if (!isIn)
            {
                without.Add(trace);
            }
        }

        var found = groups.Select(g => TraceGroup.Of(g.Key, g.Value)).OrderByDescending(g => g.Traces).ThenBy(g => g.Value, StringComparer.Ordinal).ToList();
        if (without.Count > 0)
        {
            found.Add(TraceGroup.Of(null, without));
        }

        return found;
    }

    private static HashSet<string> Values(StoredTrace stored, TraceSummary summary, string key, TraceOutcome outcome) => key switch
    {
        "status" => [Views.Agents.OutcomeBadge.Word(outcome)],
        "service" => [summary.Service],
        "name" => [summary.Operation],
        _ => OfAttribute(stored, key.TrimStart('.')),
    };

    private static HashSet<string> OfAttribute(StoredTrace stored, string key)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        var values = new HashSet<string>(StringComparer.Ordinal);
        var processes = new HashSet<StoredProcess>(ReferenceEqualityComparer.Instance);
        foreach (var span in stored.Spans)
        {
            Add(new SpanMessage(span.Message.Span).Attributes, utf8, values);
            if (processes.Add(span.Process))
            {
                Add(span.Process.ResourceAttributes, utf8, values);
            }
        }

        return values;
    }

    private static void Add(RepeatedField attributes, byte[] key, HashSet<string> values)
    {
        foreach (var keyValue in attributes)
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (values.Count < MaxValues && attribute.Key.SequenceEqual(key) && attribute.Value.Bytes.Length <= MaxText)
            {
                values.Add(attribute.Value.ToText());
            }
        }
    }
}
