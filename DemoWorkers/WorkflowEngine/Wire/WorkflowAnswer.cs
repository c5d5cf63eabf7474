namespace Tta.DemoWorkers.WorkflowEngine.Wire;

/// <summary>The answer of a workflow that succeeded.</summary>
internal sealed record WorkflowAnswer(string WorkflowId, string Kind, string Output, UsageReport Usage);
