using Tta.DemoWorkers.WorkflowEngine.Wire;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>The engine answered that a workflow failed.</summary>
internal class WorkflowFailedException(string message, UsageReport? usage) : Exception(message)
{
    /// <summary>What it used until then, if the engine said.</summary>
    public UsageReport? Usage => usage;

    /// <summary>Names the workflow, the status and the engine's error, none of which holds anything of the prompt.</summary>
    public static WorkflowFailedException From(string kind, int status, WorkflowProblem? problem)
    {
        var message = $"{kind} failed with status {status}{(problem?.ErrorType is { } type ? $" ({type})" : "")}.";
        return status is >= 400 and < 500
            ? new WorkflowRejectedException(message, problem?.Usage)
            : new WorkflowFailedException(message, problem?.Usage);
    }
}
