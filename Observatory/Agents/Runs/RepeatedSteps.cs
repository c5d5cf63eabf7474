using Observatory.Agents.Steps;
using Observatory.Traces.Query;

namespace Observatory.Agents.Runs;

/// <summary>
/// Finds what is told twice: when a process runs the instrumentation of a framework and that of its model client, or two of them, one call
/// is two spans. Both are shown, one counts.
/// </summary>
internal static class RepeatedSteps
{
    // Spans that tell of one call begin and end within this of each other, whatever each adds around it.
    private const ulong Slack = 2_000_000;

    // Calls with the same usage that are compared with one: more at one time is a load test, not a second instrumentation.
    private const int MaxNeighbours = 16;

    // So far up a call around a call is looked for: instrumentations of one call lie close together.
    private const int MaxLevels = 16;

    /// <summary>Marks what is told elsewhere too, and completes what counts by what the other says.</summary>
    public static void Mark(AgentTrace trace)
    {
        var around = trace.Steps.Where(s => s.Kind is StepKind.ModelCall or StepKind.Tool)
            .Select(s => (Outer: FindAround(trace, s), Inner: s)).Where(p => p.Outer is not null).ToLookup(p => p.Outer!, p => p.Inner);
        foreach (var inner in around)
        {
            inner.Key.IsRepeat = true;
            if (inner.Count() == 1)
            {
                // Of several, such as retries, nobody knows which is the one that the outer tells of.
                Complete(inner.First(), inner.Key);
            }
        }

        foreach (var alike in trace.Steps.Where(s => s.Kind is StepKind.ModelCall or StepKind.Tool && !s.IsRepeat).GroupBy(Likeness))
        {
            MarkBeside(trace.View, [.. alike.OrderBy(s => trace.View.StartOf(s.Node))]);
        }
    }

    /// <summary>
    /// A call around a call, with no agent or tool between them, is the same one; the inner ones are those that were made.
    /// </summary>
    private static AgentStep? FindAround(AgentTrace trace, AgentStep inner)
    {
        var outer = trace.Above(inner.Node);
        for (var level = 0; outer is not null && level < MaxLevels; level++, outer = trace.Above(outer.Node))
        {
            if (outer.Kind == inner.Kind && IsSameWork(outer, inner))
            {
                return outer;
            }

            if (outer.Kind is not StepKind.Step)
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsSameWork(AgentStep outer, AgentStep inner) => inner.Kind == StepKind.Tool
        ? outer.Name == inner.Name || (outer.CallId is not null && outer.CallId == inner.CallId)
        : IsEmbedding(outer) == IsEmbedding(inner);

    /// <summary>Two calls beside each other are the same when two instrumentations tell the same of the same time.</summary>
    private static void MarkBeside(TraceView view, List<AgentStep> alike)
    {
        for (var i = 0; i < alike.Count; i++)
        {
            for (var j = i + 1; j < alike.Count && j <= i + MaxNeighbours && !alike[i].IsRepeat; j++)
            {
                if (!alike[j].IsRepeat && alike[i].Scope != alike[j].Scope && IsSameTime(view, alike[i].Node, alike[j].Node))
                {
                    Complete(alike[i], alike[j]);
                    alike[j].IsRepeat = true;
                }
            }
        }
    }

    private static bool IsSameTime(TraceView view, int a, int b) =>
        (view.StartOf(a) <= view.StartOf(b) + Slack && view.EndOf(a) + Slack >= view.EndOf(b))
        || (view.StartOf(b) <= view.StartOf(a) + Slack && view.EndOf(b) + Slack >= view.EndOf(a));

    private static (StepKind?, bool, string?, long?, long?) Likeness(AgentStep step) => step.Kind == StepKind.Tool
        ? (step.Kind, step.IsFailed, step.Name, null, null)
        : (step.Kind, step.IsFailed, IsEmbedding(step) ? "embeddings" : null, step.Tokens.Input, step.Tokens.Output);

    private static bool IsEmbedding(AgentStep step) => step.Operation is { } o && o.Contains("embed", StringComparison.OrdinalIgnoreCase);

    private static void Complete(AgentStep counted, AgentStep other)
    {
        counted.Tokens = counted.Tokens.Or(other.Tokens);
        counted.RequestModel ??= other.RequestModel;
        counted.ResponseModel ??= other.ResponseModel;
        counted.Provider ??= other.Provider;
        counted.ReportedCost ??= other.ReportedCost;
        counted.CallId ??= other.CallId;
    }
}
