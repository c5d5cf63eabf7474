using Tta.DemoWorkers.WorkflowEngine.Wire;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>The engine did not accept the task.</summary>
internal sealed class WorkflowRejectedException(string message, UsageReport? usage) : WorkflowFailedException(message, usage);
