using Observatory.Agents.Families;
using Observatory.Agents.Prices;
using Observatory.Agents.Steps;
using Observatory.Traces.Query;

namespace Observatory.Agents.Runs;

/// <summary>A trace read as what agents did.</summary>
internal sealed class AgentTrace
{
    private readonly AgentStep?[] _steps;
    private readonly int[] _above;

    private AgentTrace(TraceView view)
    {
        View = view;
        (_steps, _above) = (new AgentStep?[view.Nodes.Count], new int[view.Nodes.Count]);
        for (var i = 0; i < _steps.Length; i++)
        {
            _steps[i] = ReadStep(view, i);
            // Parents come first. A trace may be as deep as it is long, so no way up is gone twice.
            var parent = view.ParentOf(i);
            _above[i] = parent < 0 || _steps[parent] is not null ? parent : _above[parent];
        }
    }

    /// <summary>The trace.</summary>
    public TraceView View { get; }

    /// <summary>The run in one line; null when no agent, workflow or model is at work in it.</summary>
    public AgentRun? Run { get; private set; }

    /// <summary>The steps: each before those below it, siblings by start.</summary>
    public IEnumerable<AgentStep> Steps => _steps.OfType<AgentStep>();

    /// <summary>The step that a span is; null for a span that no family knows.</summary>
    public AgentStep? StepOf(int node) => _steps[node];

    /// <summary>Reads a trace.</summary>
    public static AgentTrace Read(TraceView view, PriceList prices)
    {
        var trace = new AgentTrace(view);
        RepeatedSteps.Mark(trace);
        foreach (var step in trace.Steps)
        {
            step.Agent = trace.AgentAbove(step) ?? step.Agent;
            step.Cost = step.IsCountedCall ? prices.CostOf(step) : null;
        }

        trace.Run = RunSummary.Of(trace);
        return trace;
    }

    /// <summary>The nearest step above a span; null when there is none.</summary>
    public AgentStep? Above(int node) => _above[node] < 0 ? null : _steps[_above[node]];

    private static AgentStep? ReadStep(TraceView view, int node)
    {
        var span = view.Nodes[node].Span;
        var message = new SpanMessage(span.Message.Span);
        var step = new AgentStep
        {
            Node = node,
            Attributes = new(message.Attributes),
            SpanName = view.NameOf(node),
            Scope = Encoding.UTF8.GetString(span.Process.ScopeName),
        };
        AgentFamilies.Read(step);
        if (step.Kind is null)
        {
            return null;
        }

        step.Name ??= step.SpanName;
        step.Failure = view.IsError(node) ? StepFailure.Read(message, step.Attributes) : null;
        return step;
    }

    // What a span says of its agent may be a constant of the instrumentation; the agent at work above it is right.
    private string? AgentAbove(AgentStep step)
    {
        if (step.Kind == StepKind.Agent)
        {
            return step.Name;
        }

        if (Above(step.Node) is not { } above || !(above.Kind == StepKind.Agent || above.IsBelowAgent))
        {
            return null;
        }

        step.IsBelowAgent = true;
        return above.Agent;
    }
}
