using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Metrics.Model;

namespace Observatory.Agents.Metrics;

/// <summary>What a run adds to the metrics.</summary>
internal sealed class AgentRecorder(AgentSeries series)
{
    /// <summary>Adds a run that has ended.</summary>
    public void Record(AgentTrace trace)
    {
        var run = trace.Run!;
        var (view, workflow) = (trace.View, run.Title);
        var root = view.Nodes[view.LongestRoot].Span.Entry;
        var exemplar = new Exemplar(0, root.EndNanos, root.TraceId, root.SpanId);
        var status = Status(run.IsFailed);
        series.Add(
            "agent_runs_total", "Count of runs of agents.", 1, exemplar,
            ("job", run.Service), ("workflow_name", workflow), ("status", status), ("error_type", run.Failure?.Type));
        series.Record(
            "agent_run_duration_seconds", "How long runs of agents took.", run.DurationNanos / 1e9, exemplar,
            ("job", run.Service), ("workflow_name", workflow), ("status", status));
        foreach (var step in trace.Steps)
        {
            if (step.IsCountedCall)
            {
                RecordCall(trace, step, run.Service, workflow);
            }
            else if (step is { Kind: StepKind.Tool, IsRepeat: false })
            {
                series.Add(
                    "agent_tool_calls_total", "Count of uses of tools by agents.", 1, ExemplarOf(trace, step),
                    ("job", run.Service), ("workflow_name", workflow), ("tool", step.Name), ("status", Status(step.IsFailed)));
            }
        }
    }

    private static string Status(bool isFailed) => isFailed ? "failed" : "success";

    private static Exemplar ExemplarOf(AgentTrace trace, AgentStep step)
    {
        var span = trace.View.Nodes[step.Node].Span.Entry;
        return new(0, span.EndNanos, span.TraceId, span.SpanId);
    }

    private void RecordCall(AgentTrace trace, AgentStep call, string service, string workflow)
    {
        var exemplar = ExemplarOf(trace, call);
        var (provider, model, status) = (call.Provider ?? "unknown", call.Model ?? "unknown", Status(call.IsFailed));
        (string, string?)[] labels =
            [("job", service), ("workflow_name", workflow), ("agent", call.Agent), ("provider", provider), ("model", model)];
        series.Add(
            "agent_model_calls_total", "Count of calls to models by agents.", 1, exemplar,
            [.. labels, ("status", status), ("error_type", call.Failure?.Type)]);
        series.Record(
            "agent_model_call_duration_seconds", "How long calls to models took.", trace.View.DurationOf(call.Node) / 1e9, exemplar,
            ("job", service), ("provider", provider), ("model", model), ("status", status));
        AddTokens(call.Tokens.Input, "input");
        AddTokens(call.Tokens.Cached, "cached");
        AddTokens(call.Tokens.Output, "output");
        AddTokens(call.Tokens.Reasoning, "reasoning");
        if (call.Cost is { } cost)
        {
            series.Add(
                "agent_cost_dollars_total", "US dollars that calls to models cost, by the price file.", (double)cost, exemplar, labels);
        }
        else if (!call.IsFailed)
        {
            series.Add(
                "agent_unpriced_calls_total", "Count of answered calls to models whose cost is unknown.", 1, exemplar,
                ("job", service), ("provider", provider), ("model", model));
        }

        void AddTokens(long? tokens, string type)
        {
            // Nothing said is no series: it would read as 0.
            if (tokens is { } count)
            {
                series.Add(
                    "agent_tokens_total", "Tokens of calls to models: input with the cached ones, output with those of reasoning.",
                    count, exemplar, [.. labels, ("type", type)]);
            }
        }
    }
}
