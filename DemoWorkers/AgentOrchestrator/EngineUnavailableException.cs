using Tta.Primitives;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>The engine could not be asked, or did not answer in time.</summary>
internal sealed class EngineUnavailableException(string kind, Exception cause)
    : Exception($"{kind} failed: no answer from the engine ({cause.GetType().Name}).", cause), IWorkflowFailure
{
    private const string Step = "workflow_engine";

    /// <summary>The engine as a whole; a wait that ended is told from a refusal.</summary>
    public FailureOrigin Origin { get; } = new(
        Step, cause is OperationCanceledException ? TtaNames.Values.Cause.TimeLimit : TtaNames.Values.Cause.Unreachable);
}
