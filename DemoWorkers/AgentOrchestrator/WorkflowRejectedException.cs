using Tta.DemoWorkers.WorkflowEngine.Wire;
using Tta.Primitives;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>The engine did not accept the task.</summary>
internal sealed class WorkflowRejectedException(string message, UsageReport? usage, FailureOrigin origin)
    : WorkflowFailedException(message, usage, origin);
