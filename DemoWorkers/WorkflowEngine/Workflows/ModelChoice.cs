namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>A model and what it is good for.</summary>
internal sealed record ModelChoice(string Provider, string Model, string Tier);
