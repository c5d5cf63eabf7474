using Observatory.Agents.Steps;
using Observatory.Html;
using Observatory.Traces.Model;

namespace Observatory.Agents.Runs;

/// <summary>
/// Adds up a run by its steps. The own times of all steps are those of all spans: what no family knows counts for the step above.
/// </summary>
internal static class RunSteps
{
    /// <summary>Steps that are told apart in one run; the rest counts as <see cref="Other"/>.</summary>
    public const int Max = 100;

    // So far up a call is looked for around a step: what carries out a call lies close to it.
    private const int MaxLevels = 8;

    /// <summary>The name of what is not told apart.</summary>
    public const string Other = "other";

    /// <summary>The steps, in the order in which they first began.</summary>
    public static IReadOnlyList<RunStep> Of(AgentTrace trace)
    {
        var (view, steps) = (trace.View, new Dictionary<RunStepKey, RunStep>());
        for (var node = 0; node < view.Nodes.Count; node++)
        {
            var step = StepAt(trace, node);
            var isCall = step is { Kind: StepKind.ModelCall };
            var key = new RunStepKey(
                NameOf(trace, node), step?.Kind, step?.Agent, isCall ? step!.Provider : null, isCall ? step!.Model : null);
            if (!steps.TryGetValue(key, out var sum))
            {
                key = steps.Count < Max ? key : new(Other, null, null, null, null);
                if (!steps.TryGetValue(key, out sum))
                {
                    steps.Add(key, sum = new(key.Name, key.Kind, key.Agent, key.Provider, key.Model));
                }
            }

            Add(sum, trace, node, step);
        }

        return [.. steps.Values];
    }

    /// <summary>
    /// The step that a span belongs to, by name: its own; of a span that no family knows, or within a call to a model, such as a
    /// request over HTTP, that of the step above, whose time it is; of a call to a model that of the step that makes it, since calls to
    /// one model are all named alike.
    /// </summary>
    public static string NameOf(AgentTrace trace, int node)
    {
        var step = StepAt(trace, node);
        var name = step is null ? trace.View.NameOf(node)
            : step.Kind == StepKind.ModelCall && trace.Above(step.Node) is { Kind: StepKind.Step, Name: { } above } ? above
            : step.Name ?? step.SpanName;
        return Display.Cut(name, AgentRun.MaxName);
    }

    /// <summary>The step that a span is or belongs to: what lies within a call to a model, on either side, is that call.</summary>
    private static AgentStep? StepAt(AgentTrace trace, int node)
    {
        var step = trace.StepOf(node) ?? trace.Above(node);
        var around = step;
        for (var level = 0; around is { Kind: StepKind.Step } && level < MaxLevels; level++)
        {
            around = trace.Above(around.Node);
        }

        return around is { Kind: StepKind.ModelCall } ? around : step;
    }

    private static void Add(RunStep sum, AgentTrace trace, int node, AgentStep? step)
    {
        var view = trace.View;
        sum.SelfNanos = Nanos.Sum(sum.SelfNanos, view.SelfOf(node));
        if (step is not null && step.Node != node)
        {
            // A part of a step that is counted itself.
            return;
        }

        sum.Spans++;
        sum.Errors += view.IsError(node) ? 1 : 0;
        sum.TotalNanos = Nanos.Sum(sum.TotalNanos, view.DurationOf(node));
        if (step is not { IsCountedCall: true })
        {
            return;
        }

        sum.Calls += step.IsFailed ? 0 : 1;
        sum.FailedCalls += step.IsFailed ? 1 : 0;
        sum.UnpricedCalls += step is { IsFailed: false, Cost: null } ? 1 : 0;
        sum.Tokens = sum.Tokens.Plus(step.Tokens);
        sum.Cost = step.Cost is { } cost ? (sum.Cost ?? 0) + cost : sum.Cost;
    }

    private readonly record struct RunStepKey(string Name, StepKind? Kind, string? Agent, string? Provider, string? Model);
}
