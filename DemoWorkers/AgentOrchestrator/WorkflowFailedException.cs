using Tta.DemoWorkers.WorkflowEngine.Wire;
using Tta.Primitives;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>The engine answered that a workflow failed.</summary>
internal class WorkflowFailedException(string message, UsageReport? usage, FailureOrigin origin) : Exception(message), IWorkflowFailure
{
    /// <summary>What it used until then, if the engine said.</summary>
    public UsageReport? Usage => usage;

    /// <summary>The step that failed and why, as the engine says.</summary>
    public FailureOrigin Origin => origin;

    /// <summary>Names the workflow, the status and the engine's error, none of which holds anything of the prompt.</summary>
    public static WorkflowFailedException From(string kind, int status, WorkflowProblem? problem)
    {
        var message = $"{kind} failed with status {status}{(problem?.ErrorType is { } type ? $" ({type})" : "")}.";
        var origin = SentOrigins.Of(problem);
        return status is >= 400 and < 500
            ? new WorkflowRejectedException(message, problem?.Usage, origin)
            : new WorkflowFailedException(message, problem?.Usage, origin);
    }
}
