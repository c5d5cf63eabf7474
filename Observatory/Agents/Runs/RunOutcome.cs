using Observatory.Agents.Steps;
using Observatory.Traces.Query;

namespace Observatory.Agents.Runs;

/// <summary>
/// Whether a run failed, and why. Several frameworks leave the root's status alone when an agent below it failed, so a run has failed
/// when its root has, or when an agent or a model call has and no model answered after it. A tool that failed fails no run by itself: the
/// model may go on.
/// </summary>
internal static class RunOutcome
{
    /// <summary>Why a run failed; null when it did not.</summary>
    public static StepFailure? Failure(AgentTrace trace, int root)
    {
        var view = trace.View;
        var failed = trace.Steps
            .Where(s => s is { IsFailed: true, Kind: StepKind.Agent or StepKind.ModelCall or StepKind.Workflow }).ToList();
        if (!view.IsError(root) && (failed.Count == 0 || IsMended(trace, failed.Max(s => view.StartOf(s.Node)))))
        {
            return null;
        }

        // What began last is nearest to the cause: the others fail because of it.
        var cause = trace.Steps.Where(s => s is { IsFailed: true, Kind: not StepKind.Step }).MaxBy(s => view.StartOf(s.Node));
        var message = new SpanMessage(view.Nodes[root].Span.Message.Span);
        return cause?.Failure ?? StepFailure.Read(message, new(message.Attributes));
    }

    private static bool IsMended(AgentTrace trace, ulong nanos) =>
        trace.Steps.Any(s => s is { IsCountedCall: true, IsFailed: false } && trace.View.EndOf(s.Node) > nanos);
}
